"""What pages collect; whether it is right is the commands' to say."""

from exchange.forms.bricks import BrickForm, FileForm
from exchange.forms.decisions import DecisionForm
from exchange.forms.seeds import SeedForm
from exchange.forms.shop import SetUpForm, ShopperForm

__all__ = ["BrickForm", "DecisionForm", "FileForm", "SeedForm", "SetUpForm", "ShopperForm"]
