"""Money as staff write it and read it."""

from decimal import Decimal

import pytest

from campaigns.money import pesos, read_pesos


@pytest.mark.parametrize(
    ("written", "amount", "told"),
    [
        ("0", "0", "$0"),
        ("25000", "25000", "$25.000"),
        ("25.000", "25000", "$25.000"),
        ("$ 1.250.000", "1250000", "$1.250.000"),
        ("12,5", "12.5", "$12,50"),
        ("1.250,75", "1250.75", "$1.250,75"),
        ("999999999999,99", "999999999999.99", "$999.999.999.999,99"),
    ],
)
def test_a_point_parts_thousands_and_a_comma_cents(written: str, amount: str, told: str) -> None:
    """As in Colombia; read again, what is shown is the same sum."""
    assert read_pesos(written) == Decimal(amount)
    assert pesos(Decimal(amount)) == told
    assert read_pesos(told) == Decimal(amount)


@pytest.mark.parametrize("written", ["", "mil", "25.5", "1.25.000", "12,505", "-5", "1,000.50", "1000000000000", "٣"])
def test_what_is_no_sum_is_refused_in_spanish(written: str) -> None:
    """Also what another country would read as one."""
    with pytest.raises(ValueError, match="no es una suma en pesos"):
        read_pesos(written)
