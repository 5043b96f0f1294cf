using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace XenSdk.Simulation;

/// <summary>
/// A hypervisor in this process. Its hypercall page has the same slots as Xen's and is called in the same way, with the same
/// trampolines; behind the slots C# answers as Xen would, and clobbers every register that Xen may clobber.
/// </summary>
/// <example>
/// <code>
/// using var xen = SimulatedXen.Start();
/// xen.Hypercalls.ConsoleWrite("Hello\n"u8);
/// Console.Write(xen.Console.Text);
/// </code>
/// </example>
/// <remarks>
/// The pointers that hypercalls take are addresses of this process. Machine addresses and page tables are those of
/// <see cref="Memory"/>. Any thread may call; calls are answered one at a time. A thread is the vCPU that it says
/// (<see cref="CallingVcpu"/>).
/// </remarks>
public sealed class SimulatedXen : IDisposable
{
    private readonly object _lock = new();
    private readonly IHypercallHandler?[] _handlers = new IHypercallHandler?[HypercallPage.SlotCount];
    private readonly Preemption _preemption = new();
    private readonly Upcalls _upcalls;
    private readonly ExecutableMemory _code;
    private readonly HypercallPage _page;
    private GCHandle _self;

    private SimulatedXen(SimulatedXenOptions options)
    {
        GuestAddressSpace.ThrowIfForbidden();
        Console = new SimulatedConsole(_lock);
        Calls = new CallLog(_lock, options.RememberedCalls);
        (Memory, Domains, PageTables tables) = BuildMachine(options, _preemption);
        _upcalls = new Upcalls(_lock, e => Failure ??= e) { Domain = Domain };
        foreach (SimulatedDomain domain in Domains.All)
            domain.Events = new SimulatedEventChannels(_lock, _upcalls, domain, Memory.AddressOf(domain.SharedInfoFrame));
        Clock = new SimulatedClock(_lock, _upcalls, Domains, Memory);
        Install(
        [
            new VersionHandler(options, Domain),
            new ConsoleHandler(Console, Domains),
            new AssistHandler(Domain),
            new SchedulerHandler(Domains, Clock, new IdleVcpus(_lock, Domains, Clock, options.LongestWait)),
            new SetTimerHandler(Domains, Clock),
            new VcpuHandler(Domains, Clock),
            new EventChannelHandler(Domains, _preemption),
            new MulticallHandler(Answer, options.PoisonsMulticallEntries, _preemption),
            new MmuUpdateHandler(Memory, Domains, tables, _preemption),
            new MmuExtHandler(Memory, Domains, tables, _preemption),
            new UpdateVaMappingHandler(HypercallNumber.UpdateVaMapping, Memory, Domains, tables),
            new UpdateVaMappingHandler(HypercallNumber.UpdateVaMappingOtherDomain, Memory, Domains, tables),
            .. CommandRefusal.All(Domain),
        ]);

        _self = GCHandle.Alloc(this);
        try
        {
            _code = LoadPage(GCHandle.ToIntPtr(_self));
            _page = new HypercallPage(_code.Address);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The hypercalls of the simulated paravirtualised domain.</summary>
    public Hypercalls<PvPath<PageGate>> Hypercalls => _page.Pv;

    /// <summary>The hypercall page, for callers that bring a way to call of their own. Its code comes back into .NET: never
    /// call it as a leaf.</summary>
    public HypercallPage Page => _page;

    /// <summary>The domain that makes the hypercalls.</summary>
    public SimulatedDomain Domain => Domains.Caller;

    /// <summary>The machine's memory.</summary>
    public MachineMemory Memory { get; }

    /// <summary>Xen's console.</summary>
    public SimulatedConsole Console { get; }

    /// <summary>The last calls, with the registers that each was made with.</summary>
    public CallLog Calls { get; }

    /// <summary>Xen's system time, and the timers.</summary>
    public SimulatedClock Clock { get; }

    /// <summary>Which vCPU of <see cref="Domain"/> the calling thread is: 0 until it says otherwise. In an upcall, the one that
    /// is called.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The domain has no such vCPU.</exception>
    public int CallingVcpu
    {
        get => _upcalls.Vcpu;
        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)value, (uint)Domain.Vcpus.Length);
            _upcalls.Vcpu = value;
        }
    }

    /// <summary>The guest's handler of upcalls; without one, events stay pending in <see cref="SimulatedDomain.SharedInfo"/>.
    /// An upcall is made on the way out of a hypercall, also of one that is preempted, and when an event is raised or the clock
    /// moved, to every vCPU that has an event and has not masked upcalls.</summary>
    public UpcallHandler? UpcallHandler
    {
        get => _upcalls.Handler;
        set => _upcalls.Handler = value;
    }

    /// <summary>Says where Xen is preempted, to try out what a guest sees of it: the call is executed again for the rest, as if
    /// the guest had made it with the registers that Xen has changed. Null for never. It is called with Xen's lock held.
    /// </summary>
    /// <remarks>Without it a call is still executed twice where Xen always does so: a mmu_update that takes a table out of use.
    /// </remarks>
    public PreemptionCheck? PreemptionCheck
    {
        get => _preemption.Check;
        set => _preemption.Check = value;
    }

    /// <summary>Answers calls in Xen's place, to try out what a guest does about an error. It is called with Xen's lock held.
    /// </summary>
    public HypercallInterceptor? Interceptor { get; set; }

    /// <summary>The first exception that an <see cref="Interceptor"/> or the simulation itself threw; null if none did. An
    /// exception cannot cross the machine code of the page, so the call returned <c>-EIO</c> instead, which Xen never does.
    /// </summary>
    public Exception? Failure { get; private set; }

    internal SimulatedDomains Domains { get; }

    /// <summary>Starts a simulation.</summary>
    /// <param name="options">What machine to simulate; a small one with dom0 alone where nothing is said.</param>
    /// <exception cref="ArgumentException">There is no such machine; the text says why.</exception>
    /// <exception cref="ExecutableMemoryException">The host is not x86-64 Linux, or refuses executable memory.</exception>
    /// <exception cref="PlatformNotSupportedException">The host forbids a system call that the simulation needs.</exception>
    public static SimulatedXen Start(SimulatedXenOptions? options = null)
    {
        options ??= new SimulatedXenOptions();
        options.ThrowIfInvalid();
        return new SimulatedXen(options);
    }

    /// <summary>A domain of the machine, by number.</summary>
    /// <returns>Null where there is none.</returns>
    public SimulatedDomain? FindDomain(DomainId id) => Domains.Find(id);

    /// <summary>Ends the simulation. No call may be under way; a later one throws <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        _page?.Dispose();
        _code?.Dispose();
        if (_self.IsAllocated)
            _self.Free();
        _upcalls.Dispose();
        Memory.Dispose();
    }

    private static (MachineMemory Memory, SimulatedDomains Domains, PageTables Tables) BuildMachine(
        SimulatedXenOptions options, Preemption preemption)
    {
        int sharedPages = 1 + options.OtherDomains.Count;
        int frames = options.FreeFrames + options.XenFrames + sharedPages
            + options.Domain.Pages + options.OtherDomains.Sum(static domain => domain.Pages);
        var memory = new MachineMemory(frames);
        for (int i = 0; i < options.XenFrames; i++)
            memory.Allocate(DomainId.Xen);
        SimulatedDomain caller = DomainBuilder.Build(memory, options.Domain);
        SimulatedDomain[] others = [.. options.OtherDomains.Select(domain => DomainBuilder.Build(memory, domain))];
        var domains = new SimulatedDomains(caller, others);
        var tables = new PageTables(memory, domains, preemption);
        foreach (SimulatedDomain domain in domains.All)
        {
            DomainBuilder.Validate(memory, tables, domain);
            DomainBuilder.ShareInfo(memory, domain);
        }

        return (memory, domains, tables);
    }

    private static unsafe ExecutableMemory LoadPage(nint instance) =>
        SimulatedGatePage.Load((nint)(delegate* unmanaged<RegisterFile*, nint, long>)&Land, instance);

    /// <summary>Where the page's machine code comes back into .NET.</summary>
    [UnmanagedCallersOnly]
    [SuppressMessage("Design", "CA1031", Justification = "An exception that leaves this method ends the process.")]
    private static unsafe long Land(RegisterFile* registers, nint instance)
    {
        try
        {
            return ((SimulatedXen)GCHandle.FromIntPtr(instance).Target!).AnswerAndRecord(in *registers);
        }
        catch (Exception)
        {
            return -(long)XenErrno.EIO;
        }
    }

    /// <summary>Answers a call, as often as it is executed; between two executions the guest runs.</summary>
    private long AnswerAndRecord(in RegisterFile registers)
    {
        RegisterFile execution = registers;
        while (true)
        {
            HypercallAnswer answer = AnswerOnce(in execution);
            _upcalls.Deliver();
            if (!answer.IsPreempted)
                return answer.Result;
            execution = answer.Continuation.Into(execution);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "The exception is kept for the caller to find.")]
    private HypercallAnswer AnswerOnce(in RegisterFile registers)
    {
        lock (_lock)
        {
            HypercallAnswer answer;
            try
            {
                Domains.Vcpu = Domain.Vcpus[CallingVcpu];
                answer = Answer(HypercallRequest.From(in registers));
            }
            catch (Exception e)
            {
                Failure ??= e;
                answer = -(long)XenErrno.EIO;
            }

            Calls.Add(new RecordedCall(registers, answer.Result) { IsPreempted = answer.IsPreempted });
            return answer;
        }
    }

    private HypercallAnswer Answer(in HypercallRequest request)
    {
        if (Interceptor?.Invoke(in request) is { } answer)
            return answer;
        return request.Number < HypercallPage.SlotCount && _handlers[request.Number] is { } handler
            ? handler.Answer(in request)
            : -(long)XenErrno.ENOSYS;
    }

    private void Install(ReadOnlySpan<IHypercallHandler> handlers)
    {
        foreach (IHypercallHandler handler in handlers)
            _handlers[(int)handler.Number] = handler;
    }
}
