namespace XenSdk.Generator;

/// <summary>What is not as C has it in a struct of the user's.</summary>
/// <param name="Kind">What sort of thing it is.</param>
/// <param name="Field">Which field of the struct is, or holds, the cause; -1 where it is the struct itself.</param>
/// <param name="Message">Both sides.</param>
/// <param name="Remedy">What to do, in sentences.</param>
internal sealed record UserDifference(UserDifferenceKind Kind, int Field, string Message, string Remedy);

/// <summary>What sort of thing is not as C has it.</summary>
internal enum UserDifferenceKind
{
    /// <summary>C has a field for which there is none.</summary>
    Missing,

    /// <summary>There is a field which C does not have.</summary>
    Surplus,

    /// <summary>A field has another size or another number of elements, and so moves what is behind it.</summary>
    FieldSize,

    /// <summary>A field is somewhere else.</summary>
    Offset,

    /// <summary>The whole has another size.</summary>
    TotalSize,
}
