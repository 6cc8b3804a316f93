"""Who is let in by what the identity provider says: role, required claim, domain, first administrator."""

from collections.abc import Mapping

import pytest

from lib.actions.admission import BY_CLAIM, FIRST, AwaitsAccess, Deactivated, NotAdmitted, admit, identity
from lib.settings import Settings, load
from lib.store import activity, people
from lib.store.database import Store
from lib.store.tables import Role, User

ISSUER = "https://identity.example"
SARA = {"sub": "s-1", "name": "Sara", "email": "sara@byran.example", "email_verified": True}


def settings(**more: object) -> Settings:
    return load(oidc_issuer=ISSUER, **more)


def role(claims: Mapping[str, object], **more: object) -> Role | None:
    return identity({**SARA, **claims}, settings(**more)).role


def let_in(store: Store, claims: Mapping[str, object], **more: object) -> User:
    known = settings(**more)
    return admit(store, known, identity({**SARA, **claims}, known))


@pytest.mark.parametrize(
    ("claims", "given"),
    [
        ({"groups": ["Ekonomer"]}, Role.ACCOUNTANT),
        ({"groups": "IT"}, Role.ADMIN),
        ({"groups": ["Support", "Ekonomer", "Annat"]}, Role.ACCOUNTANT),
        ({"groups": ["ekonomer"]}, None),
        ({"groups": []}, None),
        ({"groups": None}, None),
        ({}, None),
        ({"groups": {"Ekonomer": True}}, None),
    ],
)
def test_the_highest_of_the_roles_that_the_claim_gives_is_the_persons(
    claims: Mapping[str, object], given: Role | None
) -> None:
    meaning = "Ekonomer=accountant, IT=admin, Support=support"
    assert role(claims, oidc_role_claim="groups", oidc_roles=meaning) is given


def test_without_a_mapping_the_claim_holds_the_roles_own_names() -> None:
    assert role({"roles": ["support"]}, oidc_role_claim="roles") is Role.SUPPORT


def test_a_claim_within_claims_is_found_by_its_dots() -> None:
    claims = {"realm_access": {"roles": ["viewer"]}}
    assert role(claims, oidc_role_claim="realm_access.roles") is Role.VIEWER


def test_without_a_role_claim_in_the_settings_no_claim_gives_a_role() -> None:
    assert role({"roles": ["admin"]}) is None


@pytest.mark.parametrize(
    ("claims", "more"),
    [
        ({"hd": "annan.example"}, {"oidc_required_claim": "hd=byran.example"}),
        ({}, {"oidc_required_claim": "hd=byran.example"}),
        ({"email": "sara@annan.example"}, {"oidc_email_domains": "byran.example"}),
        ({"email": "sara@byran.example.evil.example"}, {"oidc_email_domains": "byran.example"}),
        ({"email_verified": False}, {"oidc_email_domains": "byran.example"}),
        ({"email": ""}, {"oidc_email_domains": "byran.example"}),
    ],
    ids=["other-value", "no-claim", "other-domain", "longer-domain", "unconfirmed", "no-email"],
)
def test_who_lacks_what_everybody_must_have_is_refused(
    claims: Mapping[str, object], more: Mapping[str, object]
) -> None:
    with pytest.raises(NotAdmitted):
        identity({**SARA, **claims}, settings(**more))


def test_who_has_what_everybody_must_have_is_not_refused() -> None:
    asked = settings(oidc_required_claim="member=true", oidc_email_domains="Byran.example, annan.example")
    assert identity({**SARA, "member": True}, asked).name == "Sara"


def test_an_unconfirmed_address_counts_when_the_settings_say_so(store: Store) -> None:
    claims = {"email_verified": False}
    with pytest.raises(AwaitsAccess):
        let_in(store, claims, first_admin="sara@byran.example")
    assert let_in(store, claims, first_admin="Sara@byran.example", oidc_trust_email=True).role is Role.ADMIN


def test_the_first_administrator_may_be_named_by_subject(store: Store) -> None:
    assert let_in(store, {}, first_admin="s-1").role is Role.ADMIN


def test_there_is_a_first_administrator_only_while_there_is_none(store: Store) -> None:
    let_in(store, {"sub": "a-1", "email": "anna@byran.example"}, first_admin="a-1")
    with pytest.raises(AwaitsAccess):
        let_in(store, {}, first_admin="s-1")


def test_a_first_administrator_can_be_named_anew_when_the_last_is_gone(store: Store) -> None:
    anna = let_in(store, {"sub": "a-1"}, first_admin="a-1")
    with store.transaction() as session:
        people.get_user(session, anna.id).active = False
    assert let_in(store, {}, first_admin="s-1").role is Role.ADMIN


def test_the_first_administrator_stays_one_whatever_the_claim_gives_while_there_is_no_other(store: Store) -> None:
    settings = {"first_admin": "s-1", "oidc_role_claim": "roles"}
    for roles in (["viewer"], [], ["viewer"], ["admin"], []):
        sara = let_in(store, {"roles": roles}, **settings)
        assert (sara.role, sara.active, sara.all_clients) == (Role.ADMIN, True, True)
    assert told(store) == [FIRST]  # once, not at each sign-in


def test_the_claim_rules_the_first_administrator_too_when_there_is_another(store: Store) -> None:
    settings = {"first_admin": "s-1", "oidc_role_claim": "roles"}
    let_in(store, {"roles": ["viewer"]}, **settings)
    let_in(store, {"sub": "a-1", "email": "anna@byran.example", "roles": ["admin"]}, **settings)
    assert let_in(store, {"roles": ["viewer"]}, **settings).role is Role.VIEWER
    assert told(store) == [FIRST, BY_CLAIM, BY_CLAIM]


def told(store: Store) -> list[str]:
    """What the log says of sign-ins, the oldest first."""
    with store.reading() as session:
        return [row.message for row in reversed(activity.entries(session))]


def test_somebody_shut_out_stays_out_whatever_the_claim_gives(store: Store) -> None:
    by_claim = {"oidc_role_claim": "roles"}
    sara = let_in(store, {"roles": ["admin"]}, **by_claim)
    with store.transaction() as session:
        people.get_user(session, sara.id).active = False
    for roles in (["admin"], []):
        with pytest.raises(Deactivated):
            let_in(store, {"roles": roles}, **by_claim)


def test_a_claim_lets_somebody_in_without_clients_unless_the_settings_say_otherwise(store: Store) -> None:
    assert not let_in(store, {"roles": "support"}, oidc_role_claim="roles").all_clients
    assert let_in(store, {"sub": "2", "roles": "support"}, oidc_role_claim="roles", oidc_all_clients=True).all_clients
    assert let_in(store, {"sub": "3", "roles": "admin"}, oidc_role_claim="roles").all_clients


def test_a_role_given_on_screen_stays_when_no_claim_gives_one(store: Store) -> None:
    with pytest.raises(AwaitsAccess):
        let_in(store, {}, oidc_role_claim="roles")
    with store.transaction() as session:
        sara = people.by_subject(session, f"{ISSUER} s-1")
        assert sara
        sara.role, sara.active, sara.waiting = Role.SUPPORT, True, False
    assert let_in(store, {}, oidc_role_claim="roles").role is Role.SUPPORT


def test_the_same_subject_of_another_provider_is_another_person(store: Store) -> None:
    let_in(store, {}, first_admin="s-1")
    elsewhere = load(oidc_issuer="https://elsewhere.example")
    with pytest.raises(AwaitsAccess):
        admit(store, elsewhere, identity(SARA, elsewhere))
