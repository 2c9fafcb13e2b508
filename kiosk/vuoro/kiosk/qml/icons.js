.pragma library

// Drawn for Vuoro on a grid of 24 units. A dot is a line of no length with round ends.
const paths = {
    "again": "M5.5 9A8 8 0 1 1 4.5 14M4.5 4v5h5",
    "back": "M20 12H4M11 5l-7 7 7 7",
    "calendar": "M4 6h16v14H4zM4 10.5h16M8.5 3v5M15.5 3v5",
    "calendar-check": "M4 6h16v14H4zM4 10.5h16M8.5 3v5M15.5 3v5M9 15l2.2 2.2 4-4",
    "ask": "M4 4.5h16v11h-8l-4.500 4v-4H4zM9.800 8.300a2.300 2.300 0 1 1 3.300 2.100c-.8.4-1.100.8-1.100 1.500M12 13.600v.01",
    "calendar-ask": "M4 6h16v14H4zM4 10.5h16M8.5 3v5M15.5 3v5M10.300 13.500a1.800 1.800 0 1 1 2.600 1.700c-.7.3-.9.6-.9 1.200M12 18v.01",
    "card": "M3 5h18v14H3zM6.5 15.5c0-3 5-3 5 0M9 10.2v.01M14.5 10h3M14.5 14h3",
    "check": "M4.5 12.5l5 5L19.5 7",
    "clock": "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM12 7v5l3.5 2.5",
    "code": "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5M20 14v.01M20 17v3h-3M14 20v.01",
    "contrast": "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM12 3v18M15 5v14M18 6.5v11",
    "contrast-bright": "M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M4.900 4.900l1.800 1.800M17.300 17.300l1.800 1.800M4.900 19.100l1.800-1.800M17.300 6.700l1.800-1.800",
    "contrast-dark": "M19.5 14.5A8 8 0 1 1 9.5 4.5a6.5 6.5 0 0 0 10 10z",
    "door": "M6 21V3h12v18M3 21h18M14.5 12v.01",
    "down": "M12 3v17M5 13l7 7 7-7",
    "erase": "M9 5h12v14H9l-6-7zM12.5 9.5l5 5M17.5 9.5l-5 5",
    "info": "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM12 11.5v5M12 7.8v.01",
    "keys": "M3 6h18v12H3zM7 10v.01M12 10v.01M17 10v.01M8 14.2h8",
    "languages": "M2.5 5.5h10M7.5 3v2.5M10.5 5.5C9.5 9.5 6.5 13 2.5 14.5M4.5 5.5C5.5 9.5 8 12.5 11 14M11.5 21.5L16.5 10l5 11.5M13.400 17.5h6.200",
    "lock": "M5 11h14v10H5zM8 11V7.5a4 4 0 0 1 8 0V11M12 15v2",
    "next": "M4 12h16M13 5l7 7-7 7",
    "no": "M6 6l12 12M18 6L6 18",
    "person": "M12 4a3.8 3.8 0 1 0 0 7.6a3.8 3.8 0 1 0 0-7.6zM4.5 20.5c0-7.5 15-7.5 15 0",
    "phone": "M7 2.5h10v19H7zM11 18h2",
    "place": "M12 21c-4-5-6.5-8-6.5-11.2a6.5 6.5 0 0 1 13 0C18.5 13 16 16 12 21zM12 9.8v.01",
    "printer": "M7 9V3h10v6M7 17H3.5V9h17v8H17M7 14h10v7H7z",
    "reach": "M12 3v11M6.5 8.5L12 14l5.5-5.5M4 20h16",
    "reach-up": "M12 21V10M6.5 15.5L12 10l5.5 5.5M4 4h16",
    "reach-left": "M9 3v9M4.5 8L9 12.5 13.5 8M4 20h10M18.5 20h1.5",
    "reach-right": "M15 3v9M10.5 8l4.5 4.5L19.5 8M20 20H10M5.5 20H4",
    "scan": "M7 2.5h10v11H7zM10 5.5h1.5v1.5H10zM13.5 5.5v.01M10 9.8v.01M13.5 9.3v.8M3 18h18M12 21.5v-.01M7.5 21.5v-.01M16.5 21.5v-.01",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM15.5 15.5L21 21",
    "signal-lost": "M2.5 9.5C8 4.5 16 4.5 21.5 9.5M6 13.5c3.5-3.200 8.5-3.200 12 0M9.5 17.200c1.5-1.3 3.5-1.3 5 0M4 3l16 18",
    "simple": "M4 4h16v9H4zM8 8.5h8M7 17.5h10v3H7z",
    "speech": "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.200 4.200 0 0 1 0 6M18 6a8.400 8.400 0 0 1 0 12",
    "text-size": "M2 19L7.5 5 13 19M4 14.5h7M14.5 19l3.5-8.5 3.5 8.5M15.8 16.3h4.400",
    "ticket": "M3 6h18v4a2 2 0 0 0 0 4v4H3v-4a2 2 0 0 0 0-4zM9 6v2M9 11v2M9 16v2",
    "tool": "M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4M4 12h16",
    "warn": "M12 3.5L22 20.5H2zM12 10v5M12 17.8v.01"
}

// Drawn as for languages that are read from the left.
function points(name) {
    return name === "back" || name === "next" || name === "again"
}

function path(name) {
    return paths[name] || ""
}
