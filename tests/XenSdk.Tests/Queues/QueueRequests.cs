namespace XenSdk.Tests.Queues;

/// <summary>Requests that carry a number by which they are known again.</summary>
internal static class QueueRequests
{
    internal static MmuUpdate Update(ulong number) => new() { Ptr = 0x1000 + (number * 8), Val = number };

    internal static MmuExtOp Operation(ulong number)
    {
        var operation = new MmuExtOp { Cmd = MmuExtCommand.PinL1Table };
        operation.Arg1.Mfn = number;
        return operation;
    }
}
