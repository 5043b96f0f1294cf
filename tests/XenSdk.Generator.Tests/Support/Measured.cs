using System.Reflection;
using System.Reflection.Emit;

namespace XenSdk.Generator.Tests;

/// <summary>What the running CLR says about a type's layout, by arithmetic on addresses.</summary>
internal static class Measured
{
    private delegate nint Measure();

    /// <summary>Bytes of a value.</summary>
    public static int Size(Type type)
    {
        (DynamicMethod method, ILGenerator il) = Begin();
        il.Emit(OpCodes.Sizeof, type);
        return End(method, il);
    }

    /// <summary>Bytes it is aligned to: where it stands behind a byte.</summary>
    public static int Align(Type type)
    {
        Type probe = typeof(Probe<>).MakeGenericType(type);
        return Offset(probe.GetField(nameof(Probe<int>.Value))!);
    }

    /// <summary>Where a field stands.</summary>
    public static int Offset(FieldInfo field)
    {
        (DynamicMethod method, ILGenerator il) = Begin();
        LocalBuilder value = il.DeclareLocal(field.DeclaringType!);
        il.Emit(OpCodes.Ldloca, value);
        il.Emit(OpCodes.Ldflda, field);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Ldloca, value);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Sub);
        return End(method, il);
    }

    /// <summary>The instance fields, private ones too, in order.</summary>
    public static IReadOnlyList<FieldInfo> Fields(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(field => field.MetadataToken).ToList();

    private static (DynamicMethod, ILGenerator) Begin()
    {
        var method = new DynamicMethod("Measure", typeof(nint), Type.EmptyTypes, typeof(Measured).Module, skipVisibility: true);
        return (method, method.GetILGenerator());
    }

    private static int End(DynamicMethod method, ILGenerator il)
    {
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Ret);
        return (int)method.CreateDelegate<Measure>()();
    }

    private struct Probe<T>(byte before, T value)
    {
        public byte Before = before;
        public T Value = value;
    }
}
