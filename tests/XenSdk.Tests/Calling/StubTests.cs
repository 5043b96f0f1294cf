using System.Reflection;
using XenSdk.Abi;
using XenSdk.Simulation;
using XenSdk.Tests.Abi;

namespace XenSdk.Tests.Calling;

/// <summary>
/// Every generated stub in its raw form: the number and the arguments that reach the registers are those of the model, on
/// the path of every kind of guest that has the call, and on no other.
/// </summary>
public sealed class StubTests : IDisposable
{
    private readonly SimulatedXen _xen = SimulatedXen.Start();

    public StubTests() => _xen.Interceptor = static (in HypercallRequest _) => 0x1234;

    /// <summary>Name, and whether the guest is paravirtualised.</summary>
    public static TheoryData<string, bool> Calls
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (AbiHypercall call in Model().Hypercalls.Where(static call => call is { Origin: not AbiPrototypeOrigin.None, ByStackFrame: false }))
            {
                if (call.Modes.HasFlag(AbiModes.Pv))
                    data.Add(call.CSharpName, true);
                if (call.Modes.HasFlag(AbiModes.Hvm))
                    data.Add(call.CSharpName, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void Number_and_arguments_reach_their_registers(string name, bool isPv)
    {
        AbiHypercall described = Model().Hypercalls.Single(call => call.CSharpName == name);
        MethodInfo stub = Raw(name).MakeGenericMethod(isPv ? typeof(PvPath<PageGate>) : typeof(HvmPath<PageGate>));
        object xen = isPv ? _xen.Page.Pv : _xen.Page.Hvm;
        ParameterInfo[] parameters = stub.GetParameters()[1..];
        Assert.Equal(described.Parameters.Count, parameters.Length);
        object[] arguments = [.. parameters.Select(static (parameter, index) => Sample(parameter.ParameterType, index + 1))];

        var result = (HypercallResult)stub.Invoke(null, [xen, .. arguments])!;

        RegisterFile seen = _xen.Calls.Last.Registers;
        ulong[] registers = [seen.Rdi, seen.Rsi, seen.Rdx, seen.R10, seen.R8];
        Assert.Equal(0x1234, result.Value);
        Assert.Equal((uint)described.Number, seen.Number);
        Assert.Equal(arguments.Select(Word), registers[..arguments.Length]);
        for (int i = 0; i < arguments.Length; i++)
            Assert.Equal(Expected(described.Parameters[i].Type, i + 1), registers[i]);
    }

    [Fact]
    public void Every_number_of_the_header_that_an_x86_guest_can_call_has_a_stub()
    {
        AbiHypercall[] calls = [.. Model().Hypercalls];
        Assert.Equal(47, calls.Length);
        Assert.All(calls.Where(static call => call.Modes != AbiModes.None), static call => Assert.NotEmpty(Forms(call.CSharpName)));
    }

    [Fact]
    public void A_call_that_only_paravirtualised_guests_have_does_not_compile_on_another_path()
    {
        int refused = 0;
        foreach (AbiHypercall call in Model().Hypercalls.Where(static call => call.Modes == AbiModes.Pv && !call.ByStackFrame))
        {
            Assert.Throws<ArgumentException>(() => Raw(call.CSharpName).MakeGenericMethod(typeof(HvmPath<PageGate>)));
            refused++;
        }

        Assert.True(refused > 10, $"Only {refused} calls are for PV guests alone.");
    }

    [Fact]
    public void Iret_is_a_jump_that_a_process_cannot_make() =>
        Assert.Throws<PlatformNotSupportedException>(() => _xen.Hypercalls.Iret(new GuestPointer64<X86_64.IretContext>(0x1000)));

    [Fact]
    public void The_safe_forms_take_spans_and_references()
    {
        using var xen = SimulatedXen.Start();
        ulong entry = (xen.Domain.Frames[^1] << 12) + 8;
        MmuUpdate[] updates = [new() { Ptr = entry, Val = 0 }, new() { Ptr = entry | 7, Val = 0 }];

        HypercallResult result = xen.Hypercalls.MmuUpdate(updates, out uint done, (uint)DomainId.Self);

        Assert.Equal((XenErrno.ENOSYS, 1u), (result.Error, done));
        MulticallEntry[] calls = [new() { Op = HypercallNumber.XenVersion }];
        Assert.Equal(0, xen.Hypercalls.Multicall(calls).Value);
        Assert.Equal(0x40011, calls[0].Result);
        Assert.Equal(0, xen.Hypercalls.VmAssist(VmAssistCommand.Enable, VmAssistType.WritablePageTables).Value);
        Assert.Equal(4ul, xen.Domain.Assists);
    }

    public void Dispose() => _xen.Dispose();

    private static IEnumerable<MethodInfo> Forms(string name) =>
        typeof(HypercallStubs).GetMethods().Where(method => method.Name == name);

    private static MethodInfo Raw(string name) => Forms(name).Single(static method =>
        method.GetGenericArguments().Length == 1
        && method.GetParameters().All(static parameter => parameter.ParameterType is { IsByRef: false, IsByRefLike: false }));

    /// <summary>A value that fills its type, with the sign bit set, and differs from every other parameter's.</summary>
    private static object Sample(Type type, int position)
    {
        if (type.IsEnum)
            return Enum.ToObject(type, Sample(type.GetEnumUnderlyingType(), position));
        if (type == typeof(int))
            return -position;
        if (type == typeof(uint))
            return uint.MaxValue - (uint)position;
        if (type == typeof(ushort))
            return (ushort)(ushort.MaxValue - position);
        if (type == typeof(ulong))
            return ulong.MaxValue - (ulong)position;
        if (type == typeof(long))
            return -(long)position;
        return Activator.CreateInstance(type, 0xFFFF8000_00000000 + (ulong)position)!;
    }

    private static ulong Word(object argument) => argument switch
    {
        Enum value => Word(Convert.ChangeType(value, value.GetType().GetEnumUnderlyingType(), System.Globalization.CultureInfo.InvariantCulture)),
        int value => unchecked((ulong)value),
        uint value => value,
        ushort value => value,
        ulong value => value,
        long value => unchecked((ulong)value),
        _ => (ulong)argument.GetType().GetProperty("Address")!.GetValue(argument)!,
    };

    /// <summary>What the register holds by the C type of the parameter: signed ones are sign-extended.</summary>
    private static ulong Expected(AbiType type, int position) => type switch
    {
        AbiScalar { Kind: AbiScalarKind.S32 or AbiScalarKind.S64 } => unchecked((ulong)-position),
        AbiScalar { Kind: AbiScalarKind.U16 } => (ulong)(ushort.MaxValue - position),
        AbiScalar { Kind: AbiScalarKind.U32 } => uint.MaxValue - (uint)position,
        AbiScalar { Kind: AbiScalarKind.U64 } => ulong.MaxValue - (ulong)position,
        AbiPointer => 0xFFFF8000_00000000 + (ulong)position,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A parameter of this type is new to the test."),
    };

    private static AbiModel Model() => AbiModels.Read("x86_64");
}
