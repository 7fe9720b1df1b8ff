"""Pictures of figures, drawn on the server as plain text, each with the table that stands behind it.

Right to left throughout: bars grow and time runs from the right. Colours come through classes from
``static/teacher/charts.css`` alone, so that every theme has its own; nothing is told by colour alone.
"""

from webapp.charts.bar_charts import Option, distractor_bars, histogram
from webapp.charts.heatmap_text import Told, heat
from webapp.charts.line_charts import ParagraphTime, interval, paragraph_times, progress_lines
from webapp.charts.svg import Digits, Picture, Safe, Voice

__all__ = [
    "Digits",
    "Option",
    "ParagraphTime",
    "Picture",
    "Safe",
    "Told",
    "Voice",
    "distractor_bars",
    "heat",
    "histogram",
    "interval",
    "paragraph_times",
    "progress_lines",
]
