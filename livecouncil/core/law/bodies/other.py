"""Any other body, such as a committee that decides (Gemeentewet art. 83): what it does is in its own rules.

Nothing is known of those; it is judged as a municipal council and told so. It may advise as well as decide.
"""

from __future__ import annotations

from .profile import Profile, UncertainLaw

OTHER = Profile(kind="other", advises=True, drafts=(UncertainLaw("other_rules"),))
