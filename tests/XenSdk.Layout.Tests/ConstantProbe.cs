using System.Buffers.Binary;
using System.Text;

namespace XenSdk.Layout.Tests;

/// <summary>Lets a compiler compute constant expressions and reads the results from the object file.</summary>
public static class ConstantProbe
{
    /// <summary>The values of the expressions, each converted to 64 bits unsigned, in their order.</summary>
    /// <param name="compiler">Who computes.</param>
    /// <param name="switches">What it needs beside the source.</param>
    /// <param name="prologue">What the expressions speak of: includes and definitions.</param>
    /// <param name="expressions">Integer constant expressions.</param>
    public static ulong[] Evaluate(Compiler compiler, IEnumerable<string> switches, string prologue, IReadOnlyList<string> expressions)
    {
        var source = new StringBuilder(prologue).AppendLine();
        source.AppendLine("__attribute__((section(\"xensdk_probe\"), used)) static const unsigned long long probe[] = {");
        foreach (string expression in expressions)
            source.Append("    (unsigned long long)(").Append(expression).AppendLine("),");
        source.AppendLine("};");

        ReadOnlySpan<byte> bytes = ElfSection.Read(compiler.CompileToObject(source.ToString(), switches), "xensdk_probe");
        Assert.Equal(expressions.Count * sizeof(ulong), bytes.Length);
        var values = new ulong[expressions.Count];
        for (int index = 0; index < values.Length; index++)
            values[index] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(index * sizeof(ulong))..]);
        return values;
    }
}
