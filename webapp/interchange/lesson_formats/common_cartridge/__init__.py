"""Common Cartridge 1.3: texts as pages with their questions as a test each, which most platforms take in.

Its tests are QTI 1.2, as older platforms keep them alone; they are read too::

    <questestinterop>
      <item ident="which-day">
        <presentation>
          <material><mattext>في أي يوم صدر الإعلان؟</mattext></material>
          <response_str ident="r"><render_fib/></response_str>
        </presentation>
        <resprocessing>
          <respcondition>
            <conditionvar><varequal respident="r">الخميس</varequal></conditionvar><setvar>100</setvar>
          </respcondition>
        </resprocessing>
      </item>
    </questestinterop>
"""

from webapp.interchange.lesson_formats.common_cartridge.cartridge_reader import is_cartridge, read_cartridge
from webapp.interchange.lesson_formats.common_cartridge.cartridge_writer import write_cartridge, write_shelf
from webapp.interchange.lesson_formats.common_cartridge.old_item_writer import can_write
from webapp.interchange.lesson_formats.lesson_format import LessonFormat

COMMON_CARTRIDGE = LessonFormat(
    "common-cartridge",
    "Common Cartridge",
    ".imscc",
    "application/zip",
    is_cartridge,
    read_cartridge,
    write_cartridge,
    can_write,
    True,
    write_shelf,
)
