"""A sign-in that cannot be trusted is refused in a sentence that says what to write."""

import pytest

from wellmetrics.people.settings import fault

WELL = {
    "redirect_uri": "https://wellbeing.trust.example/oauth2callback",
    "cookie_secret": "x" * 32,
    "client_id": "id",
    "client_secret": "secret",
    "server_metadata_url": "https://login.microsoftonline.com/6f1c/v2.0/.well-known/openid-configuration",
}


def test_a_sign_in_that_is_well_set_up_has_no_fault():
    assert fault(WELL) == ""
    assert fault(WELL | {"redirect_uri": "http://localhost:8501/oauth2callback"}) == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"client_secret": ""}, "lacks client_secret"),
        ({"cookie_secret": "short"}, "32 random characters"),
        ({"redirect_uri": "https://wellbeing.trust.example/"}, "ends with /oauth2callback"),
        ({"redirect_uri": "http://wellbeing.trust.example/oauth2callback"}, "begins with https"),
        (
            {"server_metadata_url": "http://provider.example/.well-known/openid-configuration"},
            "begins with https",
        ),
        (
            {"server_metadata_url": "https://login.microsoftonline.com/common/v2.0/x"},
            "the trust's own tenant",
        ),
        (
            {"server_metadata_url": "https://login.microsoftonline.com/organizations/v2.0/x"},
            "the trust's own tenant",
        ),
    ],
)
def test_a_sign_in_that_cannot_be_trusted_is_refused_with_what_to_write(changed, said):
    assert said in fault(WELL | changed)
