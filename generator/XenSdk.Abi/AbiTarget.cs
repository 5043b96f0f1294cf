namespace XenSdk.Abi;

/// <summary>An architecture that Xen has a guest ABI for, named as Xen names it.</summary>
public sealed record AbiTarget
{
    private AbiTarget(string name, string scope, string triple, int pointerBits)
    {
        Name = name;
        Scope = scope;
        Triple = triple;
        PointerBits = pointerBits;
    }

    /// <summary>64-bit x86.</summary>
    public static AbiTarget X86_64 { get; } = new("x86_64", "X86_64", "x86_64-unknown-linux-gnu", 64);

    /// <summary>32-bit x86 (PAE), where a <c>uint64_t</c> in a struct is aligned to 4 bytes.</summary>
    public static AbiTarget X86_32 { get; } = new("x86_32", "X86_32", "i386-unknown-linux-gnu", 32);

    /// <summary>64-bit ARM (AArch64).</summary>
    public static AbiTarget Arm64 { get; } = new("arm64", "Arm64", "aarch64-unknown-linux-gnu", 64);

    /// <summary>32-bit ARM (ARMv7), where <c>xen_ulong_t</c> and guest handles have 64 bits.</summary>
    public static AbiTarget Arm32 { get; } = new("arm32", "Arm32", "armv7-unknown-linux-gnueabihf", 32);

    /// <summary>All four, in the order in which they are printed everywhere.</summary>
    public static IReadOnlyList<AbiTarget> All { get; } = [X86_64, X86_32, Arm64, Arm32];

    /// <summary>Xen's name: <c>x86_64</c>, <c>x86_32</c>, <c>arm64</c> or <c>arm32</c>.</summary>
    public string Name { get; }

    /// <summary>The last part of the C# namespace that holds what only this target has, such as <c>X86_64</c>.</summary>
    public string Scope { get; }

    /// <summary>The triple that clang knows the target by.</summary>
    public string Triple { get; }

    /// <summary>Bits of a C pointer and of <c>unsigned long</c>.</summary>
    public int PointerBits { get; }

    /// <summary>Whether this is <c>x86_64</c> or <c>x86_32</c>: the targets with PV and HVM guests.</summary>
    public bool IsX86 => Name.StartsWith("x86", StringComparison.Ordinal);

    /// <summary>Finds a target by <see cref="Name"/>; null where there is none.</summary>
    public static AbiTarget? Find(string name) => All.FirstOrDefault(target => target.Name == name);

    /// <summary>There is one object for each target, so two are equal when they are one.</summary>
    public bool Equals(AbiTarget? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
