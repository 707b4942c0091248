from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def demo_is_off(app_configs, **kwargs):
    if not settings.DEMO:
        return []
    return [
        checks.Error(
            "DEMO is on: anybody becomes anybody with one click and reads everybody's mail.",
            hint="Set DEMO=off wherever real people are.",
            id="demo.E001",
        )
    ]
