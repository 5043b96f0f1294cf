using System.Text.Json;

namespace XenSdk.Layout.Tests;

/// <summary>abi/overrides.schema.json: it accepts what the reader accepts, and explains itself in an editor.</summary>
public sealed class SchemaTests
{
    private static readonly JsonElement Schema = Parse(File.ReadAllText(RepositoryFiles.Schema));

    [Fact]
    public void The_projects_own_overrides_are_valid() => Assert.Empty(Errors(File.ReadAllText(RepositoryFiles.Overrides)));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "names": { "struct tmem_op.u.new": "NewPool", "domid_t": "DomainId" } }""")]
    [InlineData("""{ "enums": { "Virq": { "prefix": "VIRQ_", "type": "uint32_t", "flags": false, "doc": "", "names": { "VIRQ_TBUF": "TraceBuffer" } } } }""")]
    [InlineData("""{ "enums": { "E": { "macros": ["A_X", "A_Y"], "strip": "A_" }, "F": { "names": { "B_X": "X" } } } }""")]
    [InlineData("""{ "fields": { "struct x.y": { "type": "uint32_t" }, "union u.v": { "enum": "E" } } }""")]
    [InlineData("""{ "hypercalls": { "f": { "modes": ["pv", "arm"], "prototype": { "x86_64": "int f(void)" }, "deprecated": "Use g." }, "g": { "modes": [] } } }""")]
    [InlineData("""{ "hypercalls": { "f": { "parameters": { "p": { "name": "q", "direction": "out", "count": "n", "enum": "E", "doc": "" } }, "frame": true } } }""")]
    public void A_file_as_documented_is_accepted(string json) => Assert.Empty(Errors(json));

    [Theory]
    [InlineData("""[]""", "array in place of object")]
    [InlineData("""{ "name": {} }""", "/name: not allowed")]
    [InlineData("""{ "names": { "struct x": "Not a name" } }""", "/names/struct x")]
    [InlineData("""{ "names": { "struct  x": "X" } }""", "its name")]
    [InlineData("""{ "enums": { "E": { "prefix": "A_", "macros": ["A_B"] } } }""", "/enums/E: it is as")]
    [InlineData("""{ "enums": { "E": { "prefix": "A_", "flags": "yes" } } }""", "/enums/E/flags: string in place of boolean")]
    [InlineData("""{ "enums": { "E": { "macros": ["A_B", "A_B"] } } }""", "/enums/E/macros: an item twice")]
    [InlineData("""{ "fields": { "struct x.y": {} } }""", "/fields/struct x.y: too few properties")]
    [InlineData("""{ "hypercalls": { "f": { "modes": ["pvh"] } } }""", "/hypercalls/f/modes/0: pvh is not one of")]
    [InlineData("""{ "enums": { "E": { "macros": [] } } }""", "/enums/E/macros: too few items")]
    [InlineData("""{ "hypercalls": { "f": { "prototype": "int f(void);" } } }""", "/hypercalls/f/prototype: not exactly one")]
    [InlineData("""{ "hypercalls": { "f": { "prototype": { "amd64": "int f(void)" } } } }""", "/hypercalls/f/prototype: not exactly one")]
    [InlineData("""{ "hypercalls": { "f": { "parameters": { "p": { "direction": "both" } } } } }""", "/hypercalls/f/parameters/p/direction")]
    public void A_mistake_is_refused_with_its_place(string json, string expected) =>
        Assert.Contains(Errors(json), error => error.Contains(expected, StringComparison.Ordinal));

    /// <summary>The reader tells the keys it knows when it meets another one.</summary>
    [Theory]
    [InlineData("""{ "?": 0 }""", "")]
    [InlineData("""{ "enums": { "E": { "prefix": "VIRQ_", "?": 0 } } }""", "enum")]
    [InlineData("""{ "fields": { "struct mmuext_op.cmd": { "?": 0 } } }""", "field")]
    [InlineData("""{ "hypercalls": { "mmu_update": { "?": 0 } } }""", "hypercall")]
    [InlineData("""{ "hypercalls": { "mmu_update": { "parameters": { "reqs": { "?": 0 } } } } }""", "parameter")]
    public void The_reader_knows_the_same_keys(string json, string definition)
    {
        JsonElement rules = definition.Length == 0 ? Schema : Schema.GetProperty("$defs").GetProperty(definition);
        IEnumerable<string> described = rules.GetProperty("properties").EnumerateObject().Select(property => property.Name).Where(name => name != "$schema");

        string message = Xensdk.Complaint(json);
        Assert.Contains("XEN1003", message, StringComparison.Ordinal);
        Assert.Contains($"Keys are: {string.Join(", ", described)}.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_property_is_described()
    {
        List<string> silent = [];
        Walk(Schema, "");
        Assert.Empty(silent);

        void Walk(JsonElement rules, string at)
        {
            if (rules.TryGetProperty("properties", out JsonElement properties))
            {
                foreach (JsonProperty property in properties.EnumerateObject())
                {
                    if (!property.Value.TryGetProperty("description", out _))
                        silent.Add($"{at}/{property.Name}");
                    Walk(property.Value, $"{at}/{property.Name}");
                }
            }

            if (rules.TryGetProperty("$defs", out JsonElement definitions))
            {
                foreach (JsonProperty definition in definitions.EnumerateObject())
                    Walk(definition.Value, definition.Name);
            }

            if (rules.TryGetProperty("oneOf", out JsonElement options))
            {
                foreach (JsonElement option in options.EnumerateArray())
                    Walk(option, at);
            }
        }
    }

    private static List<string> Errors(string json) => new SchemaValidator(Schema).Validate(Parse(json));

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
