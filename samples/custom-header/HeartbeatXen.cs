using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CustomHeader;
using XenSdk;
using XenSdk.Simulation;

/// <summary>The hypervisor's side of heartbeat_op. It reads and writes the struct that the guest passes by the same generated
/// type.</summary>
internal sealed class HeartbeatXen
{
    private uint? _period;
    private uint _beats;

    /// <summary>Answers heartbeat_op, and leaves every other call to the simulated Xen.</summary>
    public long? Answer(in HypercallRequest request)
    {
        if (request.Number != (uint)HypercallNumberAdditions.HeartbeatOp)
            return null;

        // An address of this process: what a guest's pointers are to SimulatedXen.
        var argument = (nint)request.A2;
        var bytes = new byte[Unsafe.SizeOf<Heartbeat>()];
        Marshal.Copy(argument, bytes, 0, bytes.Length);
        XenErrno error = Answer((HeartbeatCommand)request.A1, ref MemoryMarshal.AsRef<Heartbeat>(bytes.AsSpan()));
        Marshal.Copy(bytes, 0, argument, bytes.Length);
        return HypercallResult.FromError(error).Value;
    }

    private XenErrno Answer(HeartbeatCommand command, ref Heartbeat heart)
    {
        switch (command)
        {
            case HeartbeatCommand.Arm when heart.Flags != 0 || heart.PeriodMs > XenConstantsAdditions.HeartbeatMaxPeriodMs:
                return XenErrno.EINVAL;
            case HeartbeatCommand.Arm:
                _period = heart.PeriodMs;
                return XenErrno.None;
            case HeartbeatCommand.Beat when _period is not null:
                _beats++;
                return XenErrno.None;
            case HeartbeatCommand.Query when _period is { } period:
                heart.PeriodMs = period;
                heart.Missed = 0;
                heart.LastBeat = _beats * (ulong)period * 1_000_000;
                return XenErrno.None;
            case HeartbeatCommand.Beat or HeartbeatCommand.Query:
                return XenErrno.ENOENT;
            default:
                return XenErrno.ENOSYS;
        }
    }
}
