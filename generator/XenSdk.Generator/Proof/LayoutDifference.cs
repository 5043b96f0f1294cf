using Microsoft.CodeAnalysis;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Something about a declared type that is not as C has it.</summary>
/// <param name="Kind">Which diagnostic it is.</param>
/// <param name="Offset">Where C has it: differences are told from the first one on.</param>
/// <param name="IsOfField">Whether a single field differs in place or size, and not the struct as a whole.</param>
/// <param name="Place">Where the header says so.</param>
/// <param name="Message">What differs.</param>
internal sealed record LayoutDifference(DiagnosticDescriptor Kind, int Offset, bool IsOfField, AbiPlace Place, string Message);
