"""The words that the spec gives the export to the letter, in both languages."""

EXPORT = {
    "sv": "Exportera bokslutsverifikationer till Fortnox (utan bifogade filer)",
    "en": "Export closing entries to Fortnox (without attachments)",
}
LOST = {
    "sv": "Anslutningen till Fortnox har gått förlorad. Importera på nytt för att fortsätta.",
    "en": "You have lost your token, to proceed import again.",
}
