namespace XenSdk.Simulation;

/// <summary>The hypercalls that are answered.</summary>
internal static class HypercallNumbers
{
    internal const uint MmuUpdate = 1;
    internal const uint Multicall = 13;
    internal const uint UpdateVaMapping = 14;
    internal const uint XenVersion = 17;
    internal const uint ConsoleIo = 18;
    internal const uint VmAssist = 21;
    internal const uint SchedOp = 29;
}
