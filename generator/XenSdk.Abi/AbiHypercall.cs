namespace XenSdk.Abi;

/// <summary>The kinds of guest that Xen lets make a hypercall.</summary>
[Flags]
public enum AbiModes
{
    /// <summary>None that this target has.</summary>
    None = 0,

    /// <summary>Paravirtualised x86 guests.</summary>
    Pv = 1,

    /// <summary>x86 guests in hardware virtualisation: HVM and PVH.</summary>
    Hvm = 2,

    /// <summary>ARM guests.</summary>
    Arm = 4,
}

/// <summary>Who says what a hypercall's parameters are.</summary>
public enum AbiPrototypeOrigin
{
    /// <summary>Nobody: no guest of this target can make the call, or only its number is known.</summary>
    None,

    /// <summary>The header, in a comment.</summary>
    Header,

    /// <summary>The overrides.</summary>
    Overrides,
}

/// <summary>Which way the memory behind a pointer parameter travels, seen from the guest.</summary>
public enum AbiDirection
{
    /// <summary>The parameter is a value, or points at memory that Xen only reads.</summary>
    In,

    /// <summary>Xen only writes it.</summary>
    Out,

    /// <summary>Xen reads and may write it.</summary>
    InOut,
}

/// <summary>A hypercall: a number and what C passes with it.</summary>
/// <param name="Number">The number.</param>
/// <param name="Name">Xen's name without the macro's prefix: <c>mmu_update</c>.</param>
/// <param name="CSharpName">Its name in C#.</param>
/// <param name="Macro">The macro that gives the number.</param>
/// <param name="Modes">The guests, of this target, that may call it.</param>
/// <param name="Origin">Who gives the prototype.</param>
/// <param name="Result">What it returns.</param>
/// <param name="CResult">What it returns as the prototype writes it.</param>
/// <param name="Parameters">At most five.</param>
/// <param name="ByStackFrame">Whether the call is a jump that takes its arguments from a frame on the stack and does not
/// return (iret).</param>
/// <param name="Deprecated">What to use instead; empty where the call is current.</param>
/// <param name="Doc">The header's words about it, and what the overrides add.</param>
/// <param name="Place">Where the number is defined.</param>
public sealed record AbiHypercall(
    int Number,
    string Name,
    string CSharpName,
    string Macro,
    AbiModes Modes,
    AbiPrototypeOrigin Origin,
    AbiType Result,
    string CResult,
    EquatableArray<AbiParameter> Parameters,
    bool ByStackFrame,
    string Deprecated,
    string Doc,
    AbiPlace Place);

/// <summary>A parameter of a hypercall.</summary>
/// <param name="Name">C's name.</param>
/// <param name="CSharpName">Its name in C#.</param>
/// <param name="Type">Its type; an array parameter is the pointer that C makes of it.</param>
/// <param name="CType">Its type as the prototype writes it.</param>
/// <param name="EnumName">C# name of the enum that its values belong to; empty where none is known.</param>
/// <param name="Direction">Which way the memory behind a pointer travels.</param>
/// <param name="Count">Of an array: C's name of the parameter that counts its elements; otherwise empty.</param>
/// <param name="Doc">What it means and in which unit.</param>
public sealed record AbiParameter(
    string Name,
    string CSharpName,
    AbiType Type,
    string CType,
    string EnumName,
    AbiDirection Direction,
    string Count,
    string Doc);
