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

/// <summary>What comparing one type found.</summary>
/// <param name="Differences">What is not as C has it; empty for a type that is proven.</param>
/// <param name="Fields">How many fields were compared, those of nested records too.</param>
internal sealed record LayoutFindings(IReadOnlyList<LayoutDifference> Differences, int Fields);
