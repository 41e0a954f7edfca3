// kind: script
abc; $; _; ünïcode; \u0061bc; a\u{62}c; 日本語; let; static; async; of; get; set; await; yield; implements;
l\u0065t; \u0061sync; a.class; a.\u0063lass; ({ if: 1, let: 2, async: 3 });
