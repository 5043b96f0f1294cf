using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using XenSdk.Abi;

namespace XenSdk.Tool.Comparison;

/// <summary>Differences for programs: all facts of both sides, whether they differ or not.</summary>
internal static class DiffJson
{
    public static void Write(IReadOnlyList<(AbiTarget Target, IReadOnlyList<AbiChange> Changes)> found, TextWriter output)
    {
        using var text = new MemoryStream();
        // Prototypes have characters that HTML gives a meaning to; this is no HTML.
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach ((AbiTarget target, IReadOnlyList<AbiChange> changes) in found)
            {
                json.WriteStartObject();
                json.WriteString("target", target.Name);
                json.WriteStartArray("changes");
                foreach (AbiChange change in changes)
                    Write(json, change);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        output.Write(Encoding.UTF8.GetString(text.ToArray()) + "\n");
    }

    private static void Write(Utf8JsonWriter json, AbiChange change)
    {
        json.WriteStartObject();
        json.WriteString("change", change.Word);
        json.WriteString("kind", change.Item.Kind);
        json.WriteString("name", change.Item.Name);
        Write(json, "old", change.Old);
        Write(json, "new", change.New);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string side, AbiItem? item)
    {
        if (item is null)
        {
            json.WriteNull(side);
            return;
        }
        json.WriteStartObject(side);
        foreach (AbiFact fact in item.Facts)
        {
            if (fact.Value is decimal number)
                json.WriteNumber(fact.Name, number);
            else
                json.WriteString(fact.Name, (string)fact.Value);
        }
        json.WriteEndObject();
    }
}
