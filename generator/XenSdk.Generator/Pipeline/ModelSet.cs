using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>The models whose types stand in one namespace, one for each target at most.</summary>
/// <param name="Namespace">The root of what is generated.</param>
/// <param name="BuildsRuntime">Whether this is the runtime itself.</param>
/// <param name="Models">In the order of <see cref="AbiTarget.All"/>, with names that C# can have.</param>
/// <param name="HeaderNames">The headers that the models are of, for comments and messages.</param>
/// <param name="Headers">Where on this machine the headers are.</param>
/// <param name="Diagnostics">What is wrong with the models as a set.</param>
internal sealed record ModelSet(
    string Namespace,
    bool BuildsRuntime,
    EquatableArray<AbiModel> Models,
    string HeaderNames,
    EquatableArray<HeaderPath> Headers,
    EquatableArray<AbiDiagnostic> Diagnostics)
{
    /// <summary>Whether the set has every type to itself, those too that the runtime has.</summary>
    public bool IsStandalone { get; init; }

    /// <summary>A place in a header, as a place on this machine where the build said where that is.</summary>
    public AbiPlace Locate(AbiPlace place)
    {
        foreach (HeaderPath header in Headers)
        {
            if (header.Name == place.File)
                return place with { File = header.Path };
        }
        return place;
    }
}

/// <summary>Where on this machine the header of a name is.</summary>
internal sealed record HeaderPath(string Name, string Path);
