namespace XenSdk.Tests.ThroughPrivcmd;

/// <summary>Tests that count what the whole process has, and so run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    internal const string Name = "alone";
}
