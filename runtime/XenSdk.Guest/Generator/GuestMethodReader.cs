using Microsoft.CodeAnalysis;

namespace XenSdk.Guest.Generator;

/// <summary>From a method with an attribute to what assembly has to know of it.</summary>
internal static class GuestMethodReader
{
    private const int Traps = 20;

    public static GuestMethod ReadEntry(IMethodSymbol method)
    {
        string? symbol = method.Parameters.Length == 1
            ? TypeName(method.Parameters[0].Type) switch
            {
                "global::XenSdk.StartInfo" => "xensdk_start_pv",
                "global::XenSdk.Guest.HvmStartInfo" => "xensdk_start_pvh",
                "global::XenSdk.Guest.DeviceTree" => "xensdk_start_arm64",
                _ => null,
            }
            : null;
        return symbol is null
            ? Make("", method, null, "", "takes one parameter: in StartInfo (PV), in HvmStartInfo (PVH) or in DeviceTree (arm64)")
            : Make(symbol, method, TypeName(method.Parameters[0].Type), "in", CheckPassing(method, RefKind.In, "in"));
    }

    public static GuestMethod ReadTrap(IMethodSymbol method, int vector)
    {
        const string frame = "global::XenSdk.Guest.TrapFrame";
        string? problem = vector is < 0 or >= Traps
            ? $"is for a trap from 0 to {Traps - 1}, not for {vector}"
            : method.Parameters.Length != 1 || TypeName(method.Parameters[0].Type) != frame
                ? "takes one parameter: ref TrapFrame"
                : CheckPassing(method, RefKind.Ref, "ref");
        return Make($"xensdk_trap_{vector}", method, frame, "ref", problem);
    }

    public static GuestMethod ReadWithoutParameters(IMethodSymbol method, string symbol)
        => Make(symbol, method, null, "", method.Parameters.Length == 0 ? null : "takes no parameters");

    private static GuestMethod Make(string symbol, IMethodSymbol method, string? parameter, string passing, string? problem)
        => new(
            symbol,
            $"{TypeName(method.ContainingType)}.{method.Name}",
            parameter,
            passing,
            CheckMethod(method) ?? problem,
            SourcePlace.Of(method));

    private static string? CheckMethod(IMethodSymbol method)
    {
        if (!method.IsStatic)
            return "is static: there is no object when it is called";
        if (!method.ReturnsVoid)
            return "has no result: nobody takes it";
        if (method.IsGenericMethod || method.ContainingType.IsGenericType)
            return "is not generic: nobody says for which types";
        for (ISymbol symbol = method; symbol is IMethodSymbol or INamedTypeSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal))
                return $"can be called from all of the assembly: make '{symbol.Name}' internal or public";
        }

        return null;
    }

    private static string? CheckPassing(IMethodSymbol method, RefKind kind, string word)
        => method.Parameters[0].RefKind == kind ? null : $"takes its parameter by '{word}'";

    private static string TypeName(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
