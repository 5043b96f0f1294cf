namespace XenSdk.Tests.OnConsole;

/// <summary>What is not part of xen.h, against Xen's own public headers (Debian: libxen-dev), as a C compiler sees them.</summary>
public sealed unsafe class ConsoleHeaderTests
{
    private const string Program = """
        #include <stddef.h>
        #include <stdint.h>
        #include <stdio.h>
        #include <xen/xen.h>
        #include <xen/event_channel.h>
        #include <xen/hvm/hvm_op.h>
        #include <xen/hvm/params.h>
        #include <xen/io/console.h>
        #include <xen/sched.h>
        #define SIZE(T) printf(#T " %zu\n", sizeof(struct T))
        #define AT(T, F) printf(#T "." #F " %zu %zu\n", offsetof(struct T, F), sizeof(((struct T *)0)->F))
        #define NUMBER(N) printf(#N " %lu\n", (unsigned long)N)
        int main(void)
        {
            AT(xencons_interface, in); AT(xencons_interface, out);
            AT(xencons_interface, in_cons); AT(xencons_interface, in_prod);
            AT(xencons_interface, out_cons); AT(xencons_interface, out_prod);
            SIZE(xencons_interface);
            SIZE(xen_hvm_param); AT(xen_hvm_param, domid); AT(xen_hvm_param, index); AT(xen_hvm_param, value);
            SIZE(evtchn_send); AT(evtchn_send, port);
            NUMBER(EVTCHNOP_send); NUMBER(SCHEDOP_yield);
            NUMBER(HVMOP_get_param); NUMBER(HVM_PARAM_CONSOLE_PFN); NUMBER(HVM_PARAM_CONSOLE_EVTCHN);
            return 0;
        }
        """;

    [Fact]
    public void Structures_and_numbers_are_those_of_Xens_headers()
    {
        ConsolePage.Layout page = default;
        HvmConsole.Parameter parameter = default;
        string[] expected =
        [
            $"xencons_interface.in {Offset(&page, &page.In)} {ConsolePage.InputSize}",
            $"xencons_interface.out {Offset(&page, &page.Out)} {ConsolePage.OutputSize}",
            $"xencons_interface.in_cons {Offset(&page, &page.InConsumed)} {sizeof(uint)}",
            $"xencons_interface.in_prod {Offset(&page, &page.InProduced)} {sizeof(uint)}",
            $"xencons_interface.out_cons {Offset(&page, &page.OutConsumed)} {sizeof(uint)}",
            $"xencons_interface.out_prod {Offset(&page, &page.OutProduced)} {sizeof(uint)}",
            $"xencons_interface {sizeof(ConsolePage.Layout)}",
            $"xen_hvm_param {sizeof(HvmConsole.Parameter)}",
            $"xen_hvm_param.domid {Offset(&parameter, &parameter.Domain)} {sizeof(ushort)}",
            $"xen_hvm_param.index {Offset(&parameter, &parameter.Index)} {sizeof(uint)}",
            $"xen_hvm_param.value {Offset(&parameter, &parameter.Value)} {sizeof(ulong)}",
            $"evtchn_send {sizeof(uint)}",
            $"evtchn_send.port 0 {sizeof(uint)}",
            $"EVTCHNOP_send {EventHypercalls.EventChannelOpSend}",
            $"SCHEDOP_yield {RingConsole<RecordedPath>.SchedOpYield}",
            $"HVMOP_get_param {HvmConsole.GetParameter}",
            $"HVM_PARAM_CONSOLE_PFN {HvmConsole.ConsoleFrame}",
            $"HVM_PARAM_CONSOLE_EVTCHN {HvmConsole.ConsolePort}",
        ];

        Assert.Equal(expected, CProgram.Run(Program));
    }

    private static long Offset(void* structure, void* field) => (byte*)field - (byte*)structure;
}
