using System.Runtime.CompilerServices;
using CustomHeader;
using XenSdk;
using XenSdk.Simulation;

// Our Xen has a hypercall of its own, heartbeat_op. xen.h says so in C, and overrides.json what C cannot say: its prototype,
// and which macros are its commands. While this project is built, the namespace CustomHeader gets Heartbeat,
// HeartbeatCommand and the extension method HeartbeatOp; every other type is the one that XenSdk already has.

using SimulatedXen simulated = SimulatedXen.Start();
var xen = simulated.Hypercalls;

// Layouts are C's, for every target, in any process: a tool can read the memory of a 32-bit guest.
Console.WriteLine($"struct heartbeat: {Unsafe.SizeOf<Heartbeat>()} bytes on x86_64 and arm64, {Unsafe.SizeOf<CustomHeader.X86_32.Heartbeat>()} on x86_32.");

// A Xen that lacks the call says so.
var heart = new Heartbeat { Domid = DomainId.Self, PeriodMs = 500 };
Console.WriteLine($"heartbeat_op to Xen as it is: {xen.HeartbeatOp(HeartbeatCommand.Arm, ref heart)}");

// Our own hypervisor answers it.
simulated.Interceptor = new HeartbeatXen().Answer;
Console.WriteLine($"heartbeat_op to our Xen: {xen.HeartbeatOp(HeartbeatCommand.Arm, ref heart)}");
for (int i = 0; i < 3; i++)
    xen.HeartbeatOp(HeartbeatCommand.Beat, ref heart).ThrowIfError();
xen.HeartbeatOp(HeartbeatCommand.Query, ref heart).ThrowIfError();
Console.WriteLine($"after three beats: period {heart.PeriodMs} ms, missed {heart.Missed}, last beat at {heart.LastBeat / 1_000_000} ms.");

// And refuses what it should.
heart.PeriodMs = XenConstantsAdditions.HeartbeatMaxPeriodMs + 1;
Console.WriteLine($"a period of {heart.PeriodMs} ms: {xen.HeartbeatOp(HeartbeatCommand.Arm, ref heart)}");
