namespace System.Runtime;

/// <summary>A method that stands in assembly: ilc knows the attribute by its name.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeImportAttribute(string symbol) : Attribute
{
    public string Symbol { get; } = symbol;
}
