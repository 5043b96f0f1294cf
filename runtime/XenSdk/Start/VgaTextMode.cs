namespace XenSdk;

/// <summary>A text screen that dom0 takes over from Xen (<c>XEN_VGATYPE_TEXT_MODE_3</c>).</summary>
public readonly struct VgaTextMode
{
    internal VgaTextMode(in Dom0VgaConsoleInfo.UUnion.TextMode3Struct text)
    {
        FontHeight = text.FontHeight;
        CursorColumn = text.CursorX;
        CursorRow = text.CursorY;
        Rows = text.Rows;
        Columns = text.Columns;
    }

    /// <summary>Height of a character, in pixels.</summary>
    public int FontHeight { get; }

    /// <summary>Where the cursor is: columns from the left, from 0.</summary>
    public int CursorColumn { get; }

    /// <summary>Where the cursor is: rows from the top, from 0.</summary>
    public int CursorRow { get; }

    /// <summary>Height of the screen, in characters.</summary>
    public int Rows { get; }

    /// <summary>Width of the screen, in characters.</summary>
    public int Columns { get; }
}
