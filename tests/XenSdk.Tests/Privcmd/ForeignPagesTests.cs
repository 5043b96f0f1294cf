using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace XenSdk.Tests.ThroughPrivcmd;

/// <summary>Pages of another domain in this process.</summary>
public sealed unsafe class ForeignPagesTests : IDisposable
{
    private const DomainId Other = (DomainId)PrivcmdFixture.OtherDomain;
    private readonly PrivcmdFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private Privcmd Privcmd => _fixture.Privcmd;

    private ReadOnlyCollection<ulong> Frames => _fixture.Xen.FindDomain(Other)!.Frames;

    [Fact]
    public void Frames_appear_one_after_another_in_the_order_that_was_asked_for()
    {
        ulong[] frames = [Frames[3], Frames[1], Frames[3], Frames[2]];
        foreach (ulong frame in frames)
            _fixture.Xen.Memory.Write((frame << 12) + 8, frame);

        using ForeignPages pages = Privcmd.MapFrames(Other, frames);

        Assert.Equal((4, true, false), (pages.Count, pages.IsComplete, pages.IsWritable));
        Assert.Equal(4 * 4096, pages.Bytes.Length);
        for (int page = 0; page < frames.Length; page++)
        {
            Assert.Equal(frames[page], Unsafe.ReadUnaligned<ulong>(in pages.Page(page)[8]));
            Assert.Equal(frames[page], Unsafe.ReadUnaligned<ulong>(in pages.Bytes[(page * 4096) + 8]));
            Assert.Equal(XenErrno.None, pages.ErrorOf(page));
        }
    }

    [Fact]
    public void They_are_the_domains_own_memory_and_no_copy()
    {
        using ForeignPages written = Privcmd.MapFrames(Other, [Frames[1]], ForeignAccess.ReadWrite);
        using ForeignPages read = Privcmd.MapFrames(Other, [Frames[1]]);

        written.AsWritable<ulong>() = 0xABCD;
        Assert.Equal(0xABCDul, _fixture.Xen.Memory.Read(Frames[1] << 12));
        Assert.Equal(0xABCDul, read.As<ulong>());

        _fixture.Xen.Memory.Write(Frames[1] << 12, 5);
        Assert.Equal(5ul, written.AsWritable<ulong>());
        written.WritablePage(0)[1] = 1;
        written.WritableBytes[2] = 1;
        Assert.Equal(0x10105ul, read.As<ulong>());
    }

    [Fact]
    public void Pages_for_reading_give_no_way_to_write()
    {
        using ForeignPages pages = Privcmd.MapFrames(Other, [Frames[1]]);

        Assert.Throws<InvalidOperationException>(() => pages.WritableBytes.Length);
        Assert.Throws<InvalidOperationException>(() => pages.WritablePage(0).Length);
        var exception = Assert.Throws<InvalidOperationException>(() => pages.AsWritable<int>());
        Assert.Contains("ForeignAccess.ReadWrite", exception.Message, StringComparison.Ordinal);
        Assert.Equal("r--", Protection(pages));
    }

    [Fact]
    public void One_frame_that_cannot_be_mapped_is_XEN0016_with_its_number_and_index_and_nothing_stays_mapped()
    {
        ulong stranger = _fixture.Xen.Domain.Frames[0];

        var exception = Assert.Throws<PrivcmdException>(() => Privcmd.MapFrames(Other, [Frames[0], stranger, Frames[1]]));

        Assert.Equal(("XEN0016", XenErrno.EPERM), (exception.Id, exception.Error));
        Assert.Contains("It is not that domain's", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"Frame 0x{stranger:x} of domain 5 (the one with index 1)", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, _fixture.Kernel.Foreign.Count);
    }

    [Fact]
    public void The_frames_that_exist_can_be_had_without_those_that_do_not()
    {
        ulong stranger = _fixture.Xen.Domain.Frames[0];
        _fixture.Xen.Memory.Write(Frames[1] << 12, 77);

        using ForeignPages pages = Privcmd.MapFramesThatExist(Other, [stranger, Frames[1], ulong.MaxValue], ForeignAccess.ReadWrite);

        Assert.False(pages.IsComplete);
        Assert.Equal([XenErrno.EPERM, XenErrno.None, XenErrno.EPERM], Enumerable.Range(0, 3).Select(pages.ErrorOf));
        Assert.Equal(77, pages.WritablePage(1)[0]);
        var exception = Assert.Throws<InvalidOperationException>(() => pages.Page(2).Length);
        Assert.Contains("Page 2 of 3 is not mapped: -EPERM", exception.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => pages.Bytes.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => pages.Page(3).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => pages.Page(-1).Length);
    }

    [Fact]
    public void A_domain_that_does_not_exist_is_XEN0016()
    {
        var exception = Assert.Throws<PrivcmdException>(() => Privcmd.MapFrames((DomainId)99, [0]));

        Assert.Equal(("XEN0016", XenErrno.ESRCH), (exception.Id, exception.Error));
    }

    [Fact]
    public void Unmapped_pages_cannot_be_used_and_are_unmapped_once()
    {
        ForeignPages pages = Privcmd.MapFrames(Other, [Frames[0]], ForeignAccess.ReadWrite);
        Assert.Equal(1, _fixture.Kernel.Foreign.Count);

        pages.Dispose();
        pages.Dispose();

        Assert.Equal(0, _fixture.Kernel.Foreign.Count);
        Assert.Throws<ObjectDisposedException>(() => pages.Bytes.Length);
        Assert.Throws<ObjectDisposedException>(() => pages.WritablePage(0).Length);
        Assert.Throws<ObjectDisposedException>(() => pages.As<int>());
    }

    [Fact]
    public void Pages_outlive_the_device_that_they_were_mapped_through()
    {
        _fixture.Xen.Memory.Write(Frames[1] << 12, 6);
        using ForeignPages pages = Privcmd.MapFrames(Other, [Frames[1]]);

        Privcmd.Dispose();

        Assert.Equal(6, pages.As<int>());
    }

    [Fact]
    public void A_restricted_device_maps_pages_of_its_domain_only()
    {
        Privcmd.Restrict(Other);

        using ForeignPages pages = Privcmd.MapFrames(Other, [Frames[0]]);
        var exception = Assert.Throws<PrivcmdException>(() => Privcmd.MapFrames(DomainId.Xen, [0]));

        Assert.Equal(("XEN0016", XenErrno.EPERM), (exception.Id, exception.Error));
        Assert.Contains("restricted", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, _fixture.Kernel.Foreign.Count);
    }

    [Fact]
    public void No_frames_and_too_many_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Privcmd.MapFrames(Other, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => Privcmd.MapFrames(Other, new ulong[ForeignPages.MaximumCount + 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Privcmd.MapResource(Other, ForeignResource.GrantTable, 0, 0, 0));
    }

    [Fact]
    public void A_structure_longer_than_the_pages_is_refused()
    {
        using ForeignPages pages = Privcmd.MapFrames(Other, [Frames[0]]);

        Assert.Throws<ArgumentOutOfRangeException>(() => pages.As<TwoPages>());
    }

    [Fact]
    public void A_frame_that_is_paged_out_is_asked_for_again_until_it_is_there()
    {
        int asked = 0;
        using Privcmd privcmd = Privcmd.Open(new InterceptedKernel(_fixture.Kernel, (request, argument) =>
        {
            if (request != PrivcmdRequest.MapBatch || ++asked > 3)
                return null;
            var batch = (PrivcmdMapBatch*)argument;
            if (asked > 1 && (batch->Count != 1 || *batch->Frames != Frames[1]))
                return -(int)XenErrno.EIO;
            uint paged = asked == 1 ? 1u : 0;
            batch->Errors[paged] = -(int)XenErrno.ENOENT;
            if (asked == 1)
            {
                _fixture.Xen.Memory.MapAt(batch->Frames[0], (nint)batch->Address, writable: false);
                batch->Errors[0] = 0;
            }

            return -(int)XenErrno.ENOENT;
        }));
        _fixture.Xen.Memory.Write(Frames[1] << 12, 8);

        using ForeignPages pages = privcmd.MapFrames(Other, [Frames[0], Frames[1]]);

        Assert.Equal(4, asked);
        Assert.Equal(8, pages.Page(1)[0]);
    }

    [Fact]
    public void A_resource_is_asked_for_as_the_kernel_wants_it()
    {
        PrivcmdMapResource seen = default;
        using Privcmd privcmd = Privcmd.Open(new InterceptedKernel(_fixture.Kernel, (request, argument) =>
        {
            if (request != PrivcmdRequest.MapResource)
                return null;
            var resource = (PrivcmdMapResource*)argument;
            seen = *resource;
            if (resource->Address == 0 && resource->Count == 0)
            {
                resource->Count = 32;
                return 0;
            }

            for (ulong page = 0; page < resource->Count; page++)
                _fixture.Xen.Memory.MapAt(Frames[(int)(resource->Index + page)], (nint)(resource->Address + (page * 4096)), writable: true);
            return 0;
        }));

        Assert.Equal(32ul, privcmd.CountResourceFrames(Other, ForeignResource.GrantTable, 1));
        Assert.Equal((5, 1u, 1u), (seen.Domain, seen.Type, seen.Id));
        using ForeignPages pages = privcmd.MapResource(Other, ForeignResource.IoRequestServer, id: 3, firstFrame: 1, count: 2);
        Assert.Equal((5, 0u, 3u, 1u, 2ul), (seen.Domain, seen.Type, seen.Id, seen.Index, seen.Count));
        pages.WritablePage(1)[0] = 9;
        Assert.Equal(9ul, _fixture.Xen.Memory.Read(Frames[2] << 12) & 0xFF);
    }

    [Fact]
    public void A_resource_that_Xen_does_not_have_is_XEN0016_and_nothing_stays_mapped()
    {
        var exception = Assert.Throws<PrivcmdException>(() => Privcmd.MapResource(Other, ForeignResource.VirtualMachineTrace, 0, 0, 1));
        var noCount = Assert.Throws<PrivcmdException>(() => Privcmd.CountResourceFrames(Other, ForeignResource.GrantTable, 0));

        Assert.Equal(("XEN0016", XenErrno.EOPNOTSUPP), (exception.Id, exception.Error));
        Assert.Equal("XEN0016", noCount.Id);
        Assert.Equal(0, _fixture.Kernel.Foreign.Count);
    }

    /// <summary>What the process may do at the start of the pages, as /proc/self/maps has it.</summary>
    private static string Protection(ForeignPages pages)
    {
        fixed (byte* start = pages.Bytes)
        {
            string prefix = $"{(nuint)start:x}-";
            return File.ReadLines("/proc/self/maps").Single(line => line.StartsWith(prefix, StringComparison.Ordinal)).Split(' ')[1][..3];
        }
    }

    [InlineArray(8192)]
    private struct TwoPages
    {
        private byte _first;
    }
}
