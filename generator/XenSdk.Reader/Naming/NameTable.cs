using XenSdk.Abi;
using XenSdk.Reader.Overrides;

namespace XenSdk.Reader.Naming;

/// <summary>Gives everything its C# name: the one that the overrides say, else the one made from C's.</summary>
internal sealed class NameTable(OverridesDocument overrides, DiagnosticLog log)
{
    /// <summary>The C# name of a type.</summary>
    /// <param name="cName">Its C name, with the keyword: <c>struct mmu_update</c>.</param>
    /// <param name="place">Where it is declared, for a message about its name.</param>
    public string OfType(string cName, AbiPlace place)
    {
        int blank = cName.IndexOf(' ', StringComparison.Ordinal);
        return Choose(cName, overrides.Names.Find(cName)?.Value, CSharpName.FromTypeName(blank < 0 ? cName : cName[(blank + 1)..]), place);
    }

    /// <summary>The C# name of a field, macro or hypercall.</summary>
    public string OfPath(string path, string cName, AbiPlace place) =>
        Choose(path, overrides.Names.Find(path)?.Value, CSharpName.FromC(cName), place);

    /// <summary>The C# name of a member of an enum.</summary>
    public string OfMember(string cName, string stripped, Located<string>? ofEnum, AbiPlace place) =>
        Choose(cName, ofEnum ?? overrides.Names.Find(cName)?.Value, CSharpName.FromC(stripped), place);

    /// <summary>The C# name of a parameter.</summary>
    public string OfParameter(string cName, Located<string>? name, AbiPlace place) =>
        Choose(cName, name, CSharpName.Parameter(cName), place);

    /// <summary>Says where the keys of enums are no names.</summary>
    public void CheckEnums()
    {
        foreach (Entry<EnumOverride> group in overrides.Enums.All)
        {
            if (!CSharpName.IsUsable(group.Key))
                log.Error("XEN1009", group.Place, $"'{group.Key}' is no name in C#. Use letters, digits and _, and no digit at the front.");
        }
    }

    private string Choose(string path, Located<string>? given, string automatic, AbiPlace place)
    {
        if (given is not null)
        {
            if (!CSharpName.IsUsable(given.Value))
                log.Error("XEN1009", given.Place, $"'{given.Value}' is no name in C#. Use letters, digits and _, and no digit at the front.");
            return given.Value;
        }
        if (!CSharpName.IsUsable(automatic))
        {
            log.Error("XEN1009", place,
                $"'{path}' would be called '{automatic}' in C#, which is no name there. Give it one under \"names\" in the overrides: {{ \"{path}\": \"...\" }}.");
        }
        return automatic;
    }
}
