using XenSdk.Abi;

namespace XenSdk.Reader.Overrides;

/// <summary>A value of an overrides file and where it stands.</summary>
/// <param name="Value">The value.</param>
/// <param name="Place">Where it begins.</param>
/// <param name="IsLenient">Whether it comes from a base file: what that names and the header lacks is passed over.</param>
internal sealed record Located<T>(T Value, AbiPlace Place, bool IsLenient)
{
    /// <summary>Where a character of a string value stands; strings with escapes only give their start.</summary>
    public AbiPlace PlaceAt(int index) => IsVerbatim ? Place with { Column = Place.Column + 1 + index } : Place;

    /// <summary>Whether a string stands in the file as it is, without escapes.</summary>
    public bool IsVerbatim { get; init; }
}

/// <summary>A member of an object in an overrides file.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Place">Where the key stands.</param>
/// <param name="IsLenient">Whether it comes from a base file.</param>
/// <param name="Value">Its value.</param>
internal sealed record Entry<T>(string Key, AbiPlace Place, bool IsLenient, T Value);

/// <summary>Members in the order of the file, found by key.</summary>
internal sealed class Entries<T>
{
    private readonly Dictionary<string, Entry<T>> _byKey = [];
    private readonly List<string> _order = [];

    public IEnumerable<Entry<T>> All => _order.Select(key => _byKey[key]);

    public Entry<T>? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>Puts in a member; one that is there already is replaced in its position.</summary>
    public void Set(Entry<T> entry)
    {
        if (!_byKey.ContainsKey(entry.Key))
            _order.Add(entry.Key);
        _byKey[entry.Key] = entry;
    }
}

/// <summary>What overrides say that C cannot: the files merged, later ones winning key by key.</summary>
internal sealed class OverridesDocument
{
    /// <summary>C# names by C path.</summary>
    public Entries<Located<string>> Names { get; } = new();

    /// <summary>Groups of macros by the enum's C# name.</summary>
    public Entries<EnumOverride> Enums { get; } = new();

    /// <summary>What a field's values are, by C path.</summary>
    public Entries<FieldOverride> Fields { get; } = new();

    /// <summary>What C does not say of a hypercall, by its name.</summary>
    public Entries<HypercallOverride> Hypercalls { get; } = new();
}

/// <summary>A group of macros that becomes an enum.</summary>
internal sealed record EnumOverride
{
    /// <summary>Takes every macro that begins with it.</summary>
    public Located<string>? Prefix { get; init; }

    /// <summary>Takes these macros.</summary>
    public Located<Located<string>[]>? Macros { get; init; }

    /// <summary>What is taken off the front of the names in <see cref="Macros"/>.</summary>
    public Located<string>? Strip { get; init; }

    /// <summary>The integer type, in C.</summary>
    public Located<string>? Type { get; init; }

    /// <summary>Whether the values can be ORed.</summary>
    public Located<bool>? Flags { get; init; }

    /// <summary>What it is, where the header does not say.</summary>
    public Located<string>? Doc { get; init; }

    /// <summary>C# names of members by macro.</summary>
    public Entries<Located<string>> Names { get; init; } = new();
}

/// <summary>What C's type does not say about a field.</summary>
internal sealed record FieldOverride
{
    /// <summary>C# name of the enum that its values belong to.</summary>
    public Located<string>? Enum { get; init; }

    /// <summary>A C type to use instead of the header's.</summary>
    public Located<string>? Type { get; init; }
}

/// <summary>What the header does not say about a hypercall.</summary>
internal sealed record HypercallOverride
{
    /// <summary>Who may call: <c>pv</c>, <c>hvm</c>, <c>arm</c>.</summary>
    public Located<AbiModes>? Modes { get; init; }

    /// <summary>C prototypes by target; the key <c>default</c> is for targets without one of their own.</summary>
    public Entries<Located<string>>? Prototypes { get; init; }

    /// <summary>What C does not say about parameters, by C name.</summary>
    public Entries<ParameterOverride> Parameters { get; init; } = new();

    /// <summary>Whether it takes its arguments from a stack frame and does not return.</summary>
    public Located<bool>? Frame { get; init; }

    /// <summary>What to use instead.</summary>
    public Located<string>? Deprecated { get; init; }

    /// <summary>What it does.</summary>
    public Located<string>? Doc { get; init; }

    /// <summary>The prototype for a target; null where there is none.</summary>
    public Located<string>? PrototypeFor(AbiTarget target) =>
        (Prototypes?.Find(target.Name) ?? Prototypes?.Find(OverridesKeys.DefaultPrototype))?.Value;
}

/// <summary>What C does not say about a parameter.</summary>
internal sealed record ParameterOverride
{
    /// <summary>Its name in C#.</summary>
    public Located<string>? Name { get; init; }

    /// <summary>Which way the memory behind it travels.</summary>
    public Located<AbiDirection>? Direction { get; init; }

    /// <summary>C# name of the enum that its values belong to.</summary>
    public Located<string>? Enum { get; init; }

    /// <summary>The parameter that counts its elements.</summary>
    public Located<string>? Count { get; init; }

    /// <summary>What it means.</summary>
    public Located<string>? Doc { get; init; }
}
