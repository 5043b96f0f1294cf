using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace XenSdk.Generator.Tests;

/// <summary>Random structs are read, from source and from a compiled assembly, as the running CLR lays them out.</summary>
public sealed class UserTypesTests
{
    private const int Structs = 200;

    private static readonly string[] s_numbers =
        ["byte", "sbyte", "bool", "short", "ushort", "char", "int", "uint", "float", "long", "ulong", "double", "nint", "nuint", "void*", "Small", "Large"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_structs_are_read_as_the_CLR_lays_them_out(int seed)
    {
        var user = new UserCode(Code(new Random(seed)));
        CSharpCompilation source = user.Compilation.WithAssemblyName("random");
        using var image = new MemoryStream();
        Assert.True(source.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        Compilation compiled = new UserCode("").Compilation.AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        Assembly running = user.Load();
        for (int i = 0; i < Structs; i++)
        {
            string name = string.Format(CultureInfo.InvariantCulture, "S{0}", i);
            Type type = running.GetType(name)!;
            string expected = $"{Measured.Size(type)}: {string.Join(" ", Measured.Fields(type).Select(field => $"{field.Name}@{Measured.Offset(field)}"))}";
            Assert.Equal(expected, Read(source, name));
            Assert.Equal(expected, Read(compiled, name));
        }
    }

    private static string Read(Compilation compilation, string name)
    {
        UserStruct read = UserTypes.Read(compilation.GetTypeByMetadataName(name)!, TestContext.Current.CancellationToken);
        Assert.Empty(read.Refusals);
        Assert.False(read.HasErrors);
        ClrLayout layout = new ClrLayoutEngine().Layout(read.Type)!;
        return $"{layout.Size}: {string.Join(" ", read.Type.Fields.Select((field, i) => $"{field.Name}@{layout.Offsets[i]}"))}";
    }

    /// <summary>Structs that hold numbers, buffers and the structs before them.</summary>
    private static string Code(Random random)
    {
        var code = new StringBuilder("public enum Small : byte { } public enum Large : ulong { }\n");
        for (int i = 0; i < Structs; i++)
        {
            bool isExplicit = random.Next(3) == 0;
            int count = random.Next(1, 6);
            bool isArray = !isExplicit && random.Next(6) == 0;
            if (isArray)
                code.Append(CultureInfo.InvariantCulture, $"[InlineArray({random.Next(1, 5)})] ");
            else if (isExplicit || random.Next(2) == 0)
                code.Append(CultureInfo.InvariantCulture, $"[StructLayout(LayoutKind.{(isExplicit ? "Explicit" : "Sequential")}, Pack = {(random.Next(2) == 0 ? 0 : 1 << random.Next(5))}, Size = {(random.Next(3) == 0 ? random.Next(64) : 0)})] ");
            code.Append(CultureInfo.InvariantCulture, $"public unsafe struct S{i} {{ ");
            for (int f = 0; f < (isArray ? 1 : count); f++)
            {
                string offset = isExplicit ? string.Format(CultureInfo.InvariantCulture, "[FieldOffset({0})] ", random.Next(5) * 8) : "";
                string access = random.Next(3) == 0 ? "private" : "public";
                string type = i > 0 && random.Next(3) == 0 ? string.Format(CultureInfo.InvariantCulture, "S{0}", random.Next(Math.Max(0, i - 8), i)) : s_numbers[random.Next(s_numbers.Length)];
                code.Append(!isArray && random.Next(6) == 0
                    ? string.Format(CultureInfo.InvariantCulture, "{0}{1} fixed {2} F{3}[{4}]; ", offset, access, s_numbers[random.Next(12)], f, random.Next(1, 8))
                    : $"{offset}{access} {type} F{f.ToString(CultureInfo.InvariantCulture)}; ");
            }
            code.Append("}\n");
        }
        return code.ToString();
    }
}
