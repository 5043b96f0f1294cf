namespace System.Runtime.CompilerServices;

/// <summary>What netstandard2.0 lacks for <c>init</c> accessors and records.</summary>
internal static class IsExternalInit;
