using Microsoft.CodeAnalysis;

namespace XenSdk.Guest.Generator;

/// <summary>From a method with an attribute to what assembly has to know of it.</summary>
internal static class GuestMethodReader
{
    private const int Traps = 20;
    private const int ExceptionClasses = 64;

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

    /// <summary>A handler of x86_64's or of arm64's: the type of the attribute's argument tells them apart.</summary>
    public static GuestMethod ReadTrap(IMethodSymbol method, TypedConstant which)
    {
        int number = which.Value is int value ? value : -1;
        return which.Kind == TypedConstantKind.Enum
            ? ReadTrap(method, "xensdk_exception_", "a class of exceptions", number, ExceptionClasses, "ArmTrapFrame")
            : ReadTrap(method, "xensdk_trap_", "a trap", number, Traps, "TrapFrame");
    }

    private static GuestMethod ReadTrap(IMethodSymbol method, string symbol, string kind, int number, int count, string frame)
    {
        string? problem = number < 0 || number >= count
            ? $"is for {kind} from 0 to {count - 1}, not for {number}"
            : method.Parameters.Length != 1 || TypeName(method.Parameters[0].Type) != "global::XenSdk.Guest." + frame
                ? $"takes one parameter: ref {frame}"
                : CheckPassing(method, RefKind.Ref, "ref");
        return Make($"{symbol}{number}", method, "global::XenSdk.Guest." + frame, "ref", problem);
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
