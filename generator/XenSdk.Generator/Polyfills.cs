namespace System.Runtime.CompilerServices;

/// <summary>What netstandard2.0 lacks for <c>init</c> accessors and records.</summary>
internal static class IsExternalInit;

/// <summary>What netstandard2.0 lacks for text that is written where it goes, and not made first.</summary>
[AttributeUsage(AttributeTargets.Struct)]
internal sealed class InterpolatedStringHandlerAttribute : Attribute;

/// <summary>What netstandard2.0 lacks for a handler that is given the writer.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class InterpolatedStringHandlerArgumentAttribute(string argument) : Attribute
{
    /// <summary>The parameter's name; empty for the object itself.</summary>
    public string Argument { get; } = argument;
}
