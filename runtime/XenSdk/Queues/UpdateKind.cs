using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>The hypercall that carries out an array of <typeparamref name="TRequest"/>, and what a batch keeps in a request
/// that has had its turn.</summary>
internal interface IUpdateKind<TRequest>
    where TRequest : unmanaged
{
    /// <summary>The hypercall: takes the array, its length, the address of a count of those done, and the foreign domain.</summary>
    static abstract HypercallNumber Hypercall { get; }

    /// <summary>Stores a request at an offset, word by word: what is stored as one structure, its address is computed for.
    /// </summary>
    static abstract void Store(ref BatchState state, nint offset, TRequest request);

    /// <summary>Turns a refused request into a note of that. No request that Xen carries out looks like one.</summary>
    static abstract void NoteRefusal(ref TRequest request, XenErrno error);

    /// <summary>Why a request was refused, if it was turned into a note of that; otherwise <see cref="XenErrno.None"/>.</summary>
    static abstract XenErrno Refusal(in TRequest request);

    /// <summary>Stores the address of a request's bitmap of vCPUs.</summary>
    static abstract void SetBitmap(ref TRequest request, ulong address);
}

/// <summary>Requests of <c>mmu_update</c>.</summary>
internal readonly struct MmuUpdateKind : IUpdateKind<MmuUpdate>
{
    /// <summary>An address beyond any machine's, with a command that Xen does not have.</summary>
    private const ulong Refused = ulong.MaxValue;

    public static HypercallNumber Hypercall => HypercallNumber.MmuUpdate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref BatchState state, nint offset, MmuUpdate request)
    {
        Unsafe.As<BatchState, ulong>(ref Unsafe.AddByteOffset(ref state, offset)) = request.Ptr;
        Unsafe.As<BatchState, ulong>(ref Unsafe.AddByteOffset(ref state, offset + sizeof(ulong))) = request.Val;
    }

    public static void NoteRefusal(ref MmuUpdate request, XenErrno error)
    {
        request.Ptr = Refused;
        request.Val = (ulong)error;
    }

    public static XenErrno Refusal(in MmuUpdate request) => request.Ptr == Refused ? (XenErrno)request.Val : XenErrno.None;

    public static void SetBitmap(ref MmuUpdate request, ulong address)
    {
    }
}

/// <summary>Requests of <c>mmuext_op</c>.</summary>
internal readonly struct MmuExtKind : IUpdateKind<MmuExtOp>
{
    /// <summary>A command that Xen does not have.</summary>
    private const MmuExtCommand Refused = (MmuExtCommand)uint.MaxValue;

    public static HypercallNumber Hypercall => HypercallNumber.MmuExtOp;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref BatchState state, nint offset, MmuExtOp request)
        => Unsafe.As<BatchState, MmuExtOp>(ref Unsafe.AddByteOffset(ref state, offset)) = request;

    public static void NoteRefusal(ref MmuExtOp request, XenErrno error)
    {
        request.Cmd = Refused;
        request.Arg1.LinearAddr = (ulong)error;
    }

    public static XenErrno Refusal(in MmuExtOp request)
        => request.Cmd == Refused ? (XenErrno)request.Arg1.LinearAddr : XenErrno.None;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetBitmap(ref MmuExtOp request, ulong address) => request.Arg2.Vcpumask = new GuestPointer64(address);
}
