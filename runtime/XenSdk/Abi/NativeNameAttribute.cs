namespace XenSdk;

/// <summary>The name that C's header gives to a type, a field, a constant or a hypercall.</summary>
/// <param name="name">C's spelling, such as <c>struct mmu_update</c>.</param>
[AttributeUsage(AttributeTargets.All, AllowMultiple = false, Inherited = false)]
public sealed class NativeNameAttribute(string name) : Attribute
{
    /// <summary>C's spelling.</summary>
    public string Name { get; } = name;
}
