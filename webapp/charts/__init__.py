"""Charts drawn on the server as SVG text, each with a table of its values.

Right to left throughout: bars grow and time runs from the right. Colours come through classes from
``static/teacher/charts.css`` alone, so that every theme has its own; nothing is shown by colour alone.
"""

from webapp.charts.bar_charts import OptionShares, distractor_bars, histogram
from webapp.charts.heatmap_text import SentenceFigures, heatmap
from webapp.charts.line_charts import ParagraphTime, interval_chart, paragraph_times, progress_lines
from webapp.charts.svg import Chart, ChartLanguage, FormatDigits, SafeMarkup

__all__ = [
    "Chart",
    "ChartLanguage",
    "FormatDigits",
    "OptionShares",
    "ParagraphTime",
    "SafeMarkup",
    "SentenceFigures",
    "distractor_bars",
    "heatmap",
    "histogram",
    "interval_chart",
    "paragraph_times",
    "progress_lines",
]
