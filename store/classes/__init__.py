"""A class: a folder with a world for each trainee, followed and marked without any server.

    class-october/
      class.json          the roster: who is in the class, by login and name
      ada/state.json      ada's world, with its journal and history beside it
      grace/state.json

`roster` reads who is there, `folder` makes the worlds, `survey` looks at all of them, `results` marks what
was done; `gradebook` and `xapi` write the marks down as learning management systems read them, and `recipe`
writes what puts the class behind a browser.
"""
