using System.Globalization;
using System.Text;

namespace Dom0;

/// <summary>Columns of text. Those whose name ends with a blank have numbers, and are aligned to the right.</summary>
internal sealed class Table(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(TextWriter output)
    {
        int[] widths = [.. columns.Select((name, column) => _rows.Select(row => row[column].Length).Append(name.Trim().Length).Max())];
        WriteRow(output, columns, widths);
        foreach (string[] row in _rows)
            WriteRow(output, row, widths);
    }

    private void WriteRow(TextWriter output, string[] cells, int[] widths)
    {
        var line = new StringBuilder();
        for (int column = 0; column < cells.Length; column++)
        {
            string cell = cells[column].Trim();
            line.Append(columns[column].EndsWith(' ') ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column])).Append("  ");
        }

        output.WriteLine(line.ToString().TrimEnd());
    }

    /// <summary>Bytes, in MiB.</summary>
    public static string Mebibytes(ulong bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.##} MiB");

    /// <summary>Seconds, to a tenth.</summary>
    public static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");

    /// <summary>The words of a C# name: <c>PowerOff</c> is <c>power off</c>.</summary>
    public static string Words(string name) =>
        string.Concat(name.Select((letter, index) => char.IsUpper(letter) && index > 0 ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
