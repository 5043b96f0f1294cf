using System.Diagnostics;

namespace XenSdk.Tests.Paths;

/// <summary>Every gate against what clang's assembler makes of its text.</summary>
public sealed class AssembledGateTests
{
    private const string X86Head = ".intel_syntax noprefix";
    private static readonly string[] Numbers64 = ["edi", "esi", "edx", "ecx", "r8d", "r9d"];
    private static readonly string[] Registers32 = ["ebx", "ecx", "edx", "esi", "edi"];

    [Fact]
    public void Arm64_is_mov_x16_hvc_ret() =>
        AssertAssembles(GateKind.Arm64, "aarch64-linux-gnu", ".arch armv8-a+virt", static count => $"mov x16, x{count}; hvc #0xea1; ret");

    [Fact]
    public void Arm32_saves_r4_loads_r4_and_r12_and_returns() =>
        AssertAssembles(GateKind.Arm32, "armv7-linux-gnueabihf", ".arch armv7-a; .arch_extension virt; .arm", static count =>
            "push {r4, lr};" +
            (count == 5 ? "ldr r4, [sp, #8];" : "") +
            (count < 4 ? $"mov r12, r{count};" : $"ldr r12, [sp, #{(count == 4 ? 8 : 12)}];") +
            "hvc #0xea1; pop {r4, pc}");

    [Theory]
    [InlineData("PV64", "syscall")]
    [InlineData("HVM64 Intel", "vmcall")]
    [InlineData("HVM64 AMD", "vmmcall")]
    public void X86_64_moves_the_fourth_argument_and_loads_eax(string kind, string instruction) =>
        AssertAssembles(GateKind.Named(kind), "x86_64-linux-gnu", X86Head, count =>
            (count > 3 ? "mov r10, rcx;" : "") + $"mov eax, {Numbers64[count]}; {instruction}; ret");

    [Theory]
    [InlineData("PV32", "int 0x82")]
    [InlineData("HVM32 Intel", "vmcall")]
    [InlineData("HVM32 AMD", "vmmcall")]
    public void X86_32_saves_three_registers_and_loads_all_from_the_stack(string kind, string instruction) =>
        AssertAssembles(GateKind.Named(kind), "i386-linux-gnu", X86Head, count =>
            "push ebx; push esi; push edi;" +
            string.Concat(Registers32.Take(count).Select(static (register, argument) => $"mov {register}, [esp + {16 + (4 * argument)}];")) +
            $"mov eax, [esp + {16 + (4 * count)}]; {instruction}; pop edi; pop esi; pop ebx; ret");

    [Fact]
    public void The_jumps_load_number_and_stack_pointer()
    {
        Assert.Equal(Assemble("x86_64-linux-gnu", [X86Head, "mov eax, esi; mov rsp, rdi; syscall"]), GateKind.Pv64.WithoutTraps(6));
        Assert.Equal(Assemble("i386-linux-gnu", [X86Head, "mov eax, [esp + 8]; mov esp, [esp + 4]; int 0x82"]), GateKind.Pv32.WithoutTraps(6));
    }

    [Fact]
    public void The_processors_gates_are_cpuid_and_wrmsr()
    {
        var code = new byte[ProcessorGates.Size];
        ProcessorGates.Write(code);

        byte[] cpuid = Assemble("x86_64-linux-gnu",
        [
            X86Head, "push rbx; mov eax, edi; mov ecx, esi; mov r8, rdx; cpuid",
            "mov [r8], eax; mov [r8 + 4], ebx; mov [r8 + 8], ecx; mov [r8 + 12], edx; pop rbx; ret",
        ]);
        byte[] wrmsr = Assemble("x86_64-linux-gnu", [X86Head, "mov ecx, edi; mov eax, esi; mov rdx, rsi; shr rdx, 32; wrmsr; ret"]);
        Assert.Equal(cpuid, code[..cpuid.Length]);
        Assert.Equal(wrmsr, code[32..(32 + wrmsr.Length)]);
        Assert.All([.. code[cpuid.Length..32], .. code[(32 + wrmsr.Length)..]], static rest => Assert.Equal(0xCC, rest));
    }

    [Fact]
    public void Privcmds_gate_is_ioctl_with_the_descriptor_from_behind_the_argument() =>
        Assert.Equal(
            Assemble("x86_64-linux-gnu", [X86Head, "mov rdx, rdi; mov edi, [rdi + 48]; mov esi, 0x305000; mov eax, 16; syscall; ret"]),
            PrivcmdGate.Code.ToArray());

    private static void AssertAssembles(GateKind kind, string target, string head, Func<int, string> text)
    {
        var assembled = Enumerable.Range(0, 6).Select(count => Assemble(target, [head, text(count)]));

        Assert.Equal(assembled, Enumerable.Range(0, 6).Select(kind.WithoutTraps));
    }

    private static byte[] Assemble(string target, IEnumerable<string> lines)
    {
        string folder = Directory.CreateTempSubdirectory("xensdk-gates-").FullName;
        try
        {
            string source = Path.Combine(folder, "gate.s"), assembled = Path.Combine(folder, "gate.o");
            File.WriteAllText(source, string.Join('\n', lines) + "\n");
            using var clang = Process.Start(new ProcessStartInfo("clang-14", ["-target", target, "-c", source, "-o", assembled])
            {
                RedirectStandardError = true,
            })!;
            string errors = clang.StandardError.ReadToEnd();
            clang.WaitForExit();
            Assert.True(clang.ExitCode == 0, errors);
            return ElfFile.TextOf(File.ReadAllBytes(assembled));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
