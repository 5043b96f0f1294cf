using System.Text.Json;
using System.Text.Json.Serialization;

namespace XenSdk.Bench;

/// <summary>One line of the report: what C# took, what its peer took in the same run, and what was to be reached.</summary>
/// <param name="Group">The table it stands in.</param>
/// <param name="Name">What was measured.</param>
/// <param name="CSharp">What C# took, in <paramref name="Unit"/>.</param>
/// <param name="Peer">What the peer took; null where the target is a figure and no ratio.</param>
/// <param name="Unit">The unit of both.</param>
/// <param name="Target">The largest ratio, or the largest figure where there is no peer.</param>
internal sealed record Row(
    [property: JsonRequired] string Group,
    [property: JsonRequired, JsonPropertyName("row")] string Name,
    [property: JsonRequired, JsonPropertyName("csharp")] double CSharp,
    double? Peer,
    [property: JsonRequired] string Unit,
    double? Target)
{
    /// <summary>What the peer is.</summary>
    public string? PeerName { get; init; }

    /// <summary>Which of several forms was measured.</summary>
    public string? Variant { get; init; }

    /// <summary>What C# took in the peer's time; computed where a script does not give it.</summary>
    public double? Ratio { get; init; }

    /// <summary>Whether the target was met; computed where a script does not give it.</summary>
    public bool? Met { get; init; }

    /// <summary>What keeps the row from being better.</summary>
    public string? Limit { get; init; }

    /// <summary>Bytes allocated for each operation; null where nothing counted them.</summary>
    public double? Allocated { get; init; }

    /// <summary>The ratio, or the figure where there is no peer.</summary>
    [JsonIgnore]
    public double? Reached => Ratio ?? (Peer is null ? CSharp : Peer.Value == 0 ? null : CSharp / Peer.Value);

    /// <summary>Whether the target was met, to the two places in which targets are given; null for a row without one.</summary>
    [JsonIgnore]
    public bool? IsMet => Met ?? (Target is null || Reached is null ? null : Math.Round(Reached.Value, 2) <= Target);
}

/// <summary>The rows of one script, and what they were measured on.</summary>
internal sealed record RowFile(IReadOnlyDictionary<string, string> About, IReadOnlyList<Row> Rows)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Where the scripts put their files.</summary>
    public static string Folder => Repository.Path("artifacts/bench");

    /// <summary>Reads a file: an object a line, the first of which can say what the rows were measured on.</summary>
    public static RowFile Read(string path)
    {
        var about = new Dictionary<string, string>();
        var rows = new List<Row>();
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0)
                continue;
            try
            {
                if (JsonSerializer.Deserialize<AboutLine>(line, s_json)?.About is { } facts)
                    about = facts;
                else
                    rows.Add(JsonSerializer.Deserialize<Row>(line, s_json)!);
            }
            catch (JsonException exception)
            {
                throw new InvalidDataException($"{path}({number}): {exception.Message}");
            }
        }
        return new RowFile(about, rows);
    }

    /// <summary>Writes a file of this program's own rows.</summary>
    /// <param name="name">The file's.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="about">What they were measured on, where it is not the same for the whole report.</param>
    public static void Write(string name, IEnumerable<Row> rows, Dictionary<string, string>? about = null)
    {
        Directory.CreateDirectory(Folder);
        List<string> lines = [.. rows.Select(row => JsonSerializer.Serialize(row, s_json))];
        if (about is not null)
            lines.Insert(0, JsonSerializer.Serialize(new AboutLine(about), s_json));
        File.WriteAllLines(Path.Combine(Folder, name + ".jsonl"), lines);
        foreach (Row row in rows)
        {
            Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"  {row.Name,-60} {row.CSharp,12:G5} {row.Peer,12:G5} {row.Unit,-12} {row.Reached,8:F3} (target {row.Target}) {(row.IsMet == false ? "MISSED" : "")}"));
        }
    }

    private sealed record AboutLine(Dictionary<string, string>? About);
}
