"""Client details: what is stated of a client, and what is not."""

import streamlit as st

from dashboard import context, panels, period_questions
from dashboard.forms import choice
from dashboard.language import _
from lib.actions.clients import change_client
from lib.store.tables import AccountingMethod, Framework, LegalForm, ReconciliationPeriod, VatPeriod

view = context.header(_("Client details"), "client.view")
client = view.client
locked = not view.may("client.change")

if locked:
    st.caption(_("Your role may read these, but not change them."))
with st.form("details", border=False, enter_to_submit=False):
    left, right = st.columns(2)
    with left:
        name = st.text_input(_("Company name"), client.name, max_chars=200, disabled=locked)
        number = st.text_input(
            _("Organisation number"),
            client.org_number,
            placeholder=_("nnnnnn-nnnn"),
            max_chars=13,
            help=_("Files of another company are refused. Without a number nothing shows whose a file is."),
            disabled=locked,
        )
        form = choice(_("Legal form"), LegalForm, client.legal_form, disabled=locked)
        method = choice(_("Accounting method"), AccountingMethod, client.accounting_method, disabled=locked)
    with right:
        vat = choice(
            _("VAT period"),
            VatPeriod,
            client.vat_period,
            disabled=locked,
            unset=_("Not set: VAT cannot be checked by period."),
        )
        framework = choice(
            _("Rules for the annual accounts"),
            Framework,
            client.framework,
            disabled=locked,
            unset=_("Not set: checks that differ between K2 and K3 are not run."),
        )
        length = choice(
            _("Reconciliation period"),
            ReconciliationPeriod,
            client.reconciliation_period,
            disabled=locked,
            unset=_("Not set: reconciliation goes by month."),
        )
        period_questions.length_caption(client.id)
    save = st.form_submit_button(_("Save"), type="primary", disabled=locked)

if save:
    panels.attempt(
        lambda: change_client(
            view.desk,
            client.id,
            name=name or "",
            org_number=number or "",
            legal_form=form,
            accounting_method=method,
            vat_period=vat,
            framework=framework,
            reconciliation_period=length,
        ),
        _("The client's details are saved."),
    )
