// Everything that can be seen below an item, in the order in which it is painted, as plain values.
(function (root) {
    const boxes = [];

    function number(value) {
        return typeof value === "number" && isFinite(value) ? value : 0;
    }

    function walk(item, parent) {
        if (!item.visible || item.opacity === 0)
            return;
        const at = item.mapToItem(root, 0, 0);
        const box = {
            kind: item.toString().split("(")[0].split("_QML")[0],
            name: item.objectName || "",
            x: at.x, y: at.y, width: number(item.width), height: number(item.height),
            parent: parent, enabled: item.enabled, clip: item.clip === true,
        };
        for (const mark of ["touchable", "unmirrored", "modal", "decoration", "checked"])
            box[mark] = item[mark] === true;
        if (box.kind === "IdleSheet")
            box.modal = true;
        if (item.text !== undefined && item.contentWidth !== undefined && item.text !== "") {
            box.text = String(item.text);
            box.content_width = item.contentWidth;
            box.content_height = item.contentHeight;
            box.align = item.effectiveHorizontalAlignment;
            box.valign = item.verticalAlignment;
            box.truncated = item.truncated === true;
            box.pixels = item.fontInfo.pixelSize;
            box.colour = String(item.color);
            box.lines = item.lineCount;
        } else if (item.color !== undefined) {
            box.colour = String(item.color);
        }
        const me = boxes.length;
        boxes.push(box);
        const children = item.children;
        const order = [];
        for (let i = 0; i < children.length; i++)
            order.push([children[i].z, i, children[i]]);
        order.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        for (const child of order)
            walk(child[2], me);
    }

    walk(root, -1);
    return JSON.stringify(boxes);
})
