using System.Reflection;
using XenSdk.Abi;
using XenSdk.Tests.Abi;
using XenSdk.Tests.ThroughPrivcmd;

namespace XenSdk.Tests.Paths;

/// <summary>Every generated stub over privcmd and over the call gates of each kind of guest: the number and each argument
/// arrive. (That a word is formed rightly from its C type is tested over the hypercall page.)</summary>
public sealed class EveryStubTests : IDisposable
{
    /// <summary>The hypercalls that have a stub, with the kinds of guests that have them: a model knows those of its target.</summary>
    private static readonly (string Name, uint Number, AbiModes Modes)[] Stubs =
    [
        .. new[] { "x86_64", "arm64" }
            .SelectMany(static target => AbiModels.Read(target).Hypercalls)
            .Where(static call => call is { Origin: not AbiPrototypeOrigin.None, ByStackFrame: false })
            .GroupBy(static call => (call.CSharpName, call.Number))
            .Select(static calls => (calls.Key.CSharpName, (uint)calls.Key.Number, calls.Aggregate(AbiModes.None, static (modes, call) => modes | call.Modes))),
    ];

    private readonly PrivcmdFixture _privcmd = new();
    private readonly RecordingGates _gates = new(GateKind.Hvm64Intel);

    public static TheoryData<string> Paths => ["privcmd", "PV", "HVM", "ARM"];

    public void Dispose()
    {
        _gates.Dispose();
        _privcmd.Dispose();
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Number_and_arguments_arrive_of_every_hypercall_that_the_path_has(string path)
    {
        (object xen, Func<ulong[]> lastCall, AbiModes modes) = Open(path);
        var arities = new HashSet<int>();
        int called = 0, withoutIt = 0;

        foreach ((string name, uint number, AbiModes has) in Stubs)
        {
            MethodInfo stub = RawForm(name);
            if ((has & modes) == 0)
            {
                Assert.Throws<ArgumentException>(() => stub.MakeGenericMethod(xen.GetType().GenericTypeArguments));
                withoutIt++;
                continue;
            }

            Type[] parameters = [.. stub.GetParameters()[1..].Select(static parameter => parameter.ParameterType)];
            object[] arguments = [.. parameters.Select(static (type, index) => Sample(type, index + 1))];
            var result = (HypercallResult)stub.MakeGenericMethod(xen.GetType().GenericTypeArguments).Invoke(null, [xen, .. arguments])!;

            ulong[] expected = [number, .. Enumerable.Range(1, parameters.Length).Select(static position => (ulong)position)];
            Assert.Equal(expected, lastCall()[..expected.Length]);
            Assert.Equal(~(long)number, result.Value);
            arities.Add(parameters.Length);
            called++;
        }

        Assert.True(called >= 20, $"Only {called} hypercalls were made.");
        Assert.Equal(path is "privcmd" or "PV", withoutIt == 0);

        // Without parameters is only iret, which is no call; of four, ARM has none.
        Assert.Equal(path == "ARM" ? [1, 2, 3, 5] : [1, 2, 3, 4, 5], arities.Order());
    }

    private (object Xen, Func<ulong[]> LastCall, AbiModes Modes) Open(string path)
    {
        ulong[] seen = [];
        _privcmd.Xen.Interceptor = (in Simulation.HypercallRequest request) =>
        {
            // A hypercall that returns a long comes inside a multicall.
            if (request is { Number: 13, A2: 1 } && _privcmd.Kernel.Reaches(request.A1, 64))
                return null;
            seen = [request.Number, request.A1, request.A2, request.A3, request.A4, request.A5];
            return ~(long)request.Number;
        };
        return path switch
        {
            "privcmd" => (_privcmd.Calls, () => seen, AbiModes.Pv | AbiModes.Hvm | AbiModes.Arm),
            "PV" => (new Hypercalls<PvCallGates>(new(_gates.Address)), () => _gates.Record, AbiModes.Pv),
            "HVM" => (new Hypercalls<HvmPath<CallGate>>(new(new(_gates.Address))), () => _gates.Record, AbiModes.Hvm),
            _ => (new Hypercalls<ArmPath<CallGate>>(new(new(_gates.Address))), () => _gates.Record, AbiModes.Arm),
        };
    }

    private static MethodInfo RawForm(string name) => typeof(HypercallStubs).GetMethods().Single(method =>
        method.Name == name
        && method.GetGenericArguments().Length == 1
        && method.GetParameters().All(static parameter => parameter.ParameterType is { IsByRef: false, IsByRefLike: false }));

    private static object Sample(Type type, int position) =>
        type.IsEnum ? Enum.ToObject(type, position)
        : type.IsPrimitive ? Convert.ChangeType(position, type, System.Globalization.CultureInfo.InvariantCulture)
        : Activator.CreateInstance(type, (ulong)position)!;
}
