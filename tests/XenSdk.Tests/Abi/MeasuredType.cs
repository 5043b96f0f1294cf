using System.Reflection;
using System.Reflection.Emit;

namespace XenSdk.Tests.Abi;

/// <summary>
/// The layout of a struct as this process has it: measured by code that takes the addresses of its fields, not asked of
/// marshalling, which has another layout, nor computed.
/// </summary>
internal static class MeasuredType
{
    /// <summary>Bytes that a value takes.</summary>
    internal static int SizeOf(Type type) => Measure(code => code.Emit(OpCodes.Sizeof, type));

    /// <summary>Bytes that a value is aligned to: where it stands behind a single byte.</summary>
    internal static int AlignmentOf(Type type) =>
        OffsetOf(typeof(BehindAByte<>).MakeGenericType(type).GetField(nameof(BehindAByte<int>.Value))!);

    /// <summary>Bytes from the start of the struct that declares a field to the field.</summary>
    internal static int OffsetOf(FieldInfo field) => Measure(code =>
    {
        LocalBuilder value = code.DeclareLocal(field.DeclaringType!);
        code.Emit(OpCodes.Ldloca, value);
        code.Emit(OpCodes.Ldflda, field);
        code.Emit(OpCodes.Conv_U);
        code.Emit(OpCodes.Ldloca, value);
        code.Emit(OpCodes.Conv_U);
        code.Emit(OpCodes.Sub);
        code.Emit(OpCodes.Conv_I4);
    });

    private static int Measure(Action<ILGenerator> measure)
    {
        var method = new DynamicMethod("Measure", typeof(int), null, typeof(MeasuredType).Module, skipVisibility: true);
        ILGenerator code = method.GetILGenerator();
        measure(code);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<int>>()();
    }

    private struct BehindAByte<T>
    {
        public byte First;
        public T Value;

        // Both are only ever measured.
        public BehindAByte(byte first, T value) => (First, Value) = (first, value);
    }
}
