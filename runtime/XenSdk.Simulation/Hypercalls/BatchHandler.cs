using System.Runtime.CompilerServices;

namespace XenSdk.Simulation;

/// <summary>
/// What mmu_update and mmuext_op share: requests that are carried out one after another until one is refused, a count of
/// those that were, and the way to go on after a preemption (<c>do_mmu_update</c> and <c>do_mmuext_op</c>,
/// xen/arch/x86/mm.c).
/// </summary>
internal abstract class BatchHandler<TRequest>(SimulatedDomains domains, PageTables tables, Preemption preemption) : IHypercallHandler
    where TRequest : unmanaged
{
    /// <summary>The bit of the count that marks the continuation of a preempted call (<c>MMU_UPDATE_PREEMPTED</c>).</summary>
    private const uint Preempted = 1U << 31;

    public abstract HypercallNumber Number { get; }

    protected SimulatedDomains Domains => domains;

    protected PageTables Tables => tables;

    public HypercallAnswer Answer(in HypercallRequest request)
    {
        if (!Tables.FinishRelease())
            return HypercallAnswer.ContinueWith(in request);

        ulong requests = request.A1;
        var count = (uint)request.A2;
        uint before = 0;
        if (count == Preempted && requests == 0)
            return (int)request.A4;
        if ((count & Preempted) != 0)
        {
            count &= ~Preempted;
            if (request.A3 == 0 || !GuestAddressSpace.TryRead(request.A3, out before))
                before = 0;
        }

        if (!GuestAddressSpace.MayNameArray(requests, count, (ulong)Unsafe.SizeOf<TRequest>()))
            return -(int)XenErrno.EFAULT;
        int error = FindDomains((uint)request.A4, out BatchDomains named, out bool isDoneWritten);
        if (error != 0 && !isDoneWritten)
            return error;
        uint done = 0;
        if (error == 0)
            error = CarryAll(requests, count, in named, ref done);
        HypercallAnswer answer = End(in request, error, count, done);
        if (request.A3 != 0)
            GuestAddressSpace.TryWrite(request.A3, before + done);
        return answer;
    }

    /// <summary>Finds the domains that the call is about.</summary>
    /// <param name="foreign">The call's last argument.</param>
    /// <param name="named">The domains.</param>
    /// <param name="isDoneWritten">Where there is an error, whether Xen writes the count nevertheless.</param>
    /// <returns>0 or an error.</returns>
    protected abstract int FindDomains(uint foreign, out BatchDomains named, out bool isDoneWritten);

    /// <summary>Carries one request out.</summary>
    /// <returns>0, an error, or <c>-ERESTART</c> to be asked again.</returns>
    protected abstract int Carry(in TRequest request, in BatchDomains named);

    private int CarryAll(ulong requests, uint count, in BatchDomains named, ref uint done)
    {
        for (; done < count; done++)
        {
            if (domains.Vcpu.OldTable is not null || preemption.IsDueBetween(Number, done))
                return -(int)XenErrno.ERESTART;
            if (!GuestAddressSpace.TryRead(requests + (done * (ulong)Unsafe.SizeOf<TRequest>()), out TRequest request))
                return -(int)XenErrno.EFAULT;
            int error = Carry(in request, in named);
            if (error != 0)
                return error;
        }

        return 0;
    }

    private HypercallAnswer End(in HypercallRequest request, int error, uint count, uint done)
    {
        if (error == -(int)XenErrno.ERESTART)
        {
            return HypercallAnswer.ContinueWith(request with
            {
                A1 = request.A1 + (done * (ulong)Unsafe.SizeOf<TRequest>()),
                A2 = (count - done) | Preempted,
            });
        }

        // All is done but for a table to release: the result goes by way of the last argument.
        return domains.Vcpu.OldTable is null
            ? error
            : HypercallAnswer.ContinueWith(request with { A1 = 0, A2 = Preempted, A3 = 0, A4 = (uint)error });
    }
}

/// <summary>Whom a batch is about.</summary>
/// <param name="TableOwner">The domain whose page tables are changed.</param>
/// <param name="FrameOwner">The domain whose frames are named.</param>
internal readonly record struct BatchDomains(SimulatedDomain TableOwner, DomainId FrameOwner);
