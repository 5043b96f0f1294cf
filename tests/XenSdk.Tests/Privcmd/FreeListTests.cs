using System.Runtime.CompilerServices;

namespace XenSdk.Tests.ThroughPrivcmd;

/// <summary>The stack of free blocks, with many threads at it.</summary>
public sealed class FreeListTests
{
    private FreeList _free;

    [Fact]
    public void What_was_pushed_last_comes_first_and_an_empty_one_gives_nothing()
    {
        var slots = new HypercallSlots();
        for (int i = 0; i < 3; i++)
            _free.Push(slots.Add(), slots);

        Assert.True(_free.TryPop(slots, out int first));
        Assert.True(_free.TryPop(slots, out int second));
        _free.Push(first, slots);
        Assert.True(_free.TryPop(slots, out int third));
        Assert.True(_free.TryPop(slots, out int fourth));
        Assert.Equal((2, 1, 2, 0), (first, second, third, fourth));
        Assert.False(_free.TryPop(slots, out _));
    }

    [Fact]
    public void A_stack_that_is_as_it_was_before_has_another_head()
    {
        // A thread that was stopped between reading the top's link and taking the top must notice.
        var slots = new HypercallSlots();
        for (int i = 0; i < 2; i++)
            _free.Push(slots.Add(), slots);
        ulong before = Unsafe.As<FreeList, ulong>(ref _free);

        _free.TryPop(slots, out int top);
        _free.Push(top, slots);

        Assert.NotEqual(before, Unsafe.As<FreeList, ulong>(ref _free));
        Assert.True(_free.TryPop(slots, out int again));
        Assert.Equal(top, again);
    }

    [Fact]
    public void No_index_is_ever_with_two_threads_and_none_is_lost()
    {
        const int count = 5, threads = 8, rounds = 100_000;
        var slots = new HypercallSlots();
        for (int i = 0; i < count; i++)
            _free.Push(slots.Add(), slots);
        var holders = new int[count];
        int doubles = 0;

        var workers = Enumerable.Range(1, threads).Select(id => new Thread(() =>
        {
            for (int i = 0; i < rounds; i++)
            {
                // Two at a time, given back in the other order: the pattern that an untagged head falls for.
                bool hasFirst = Take(id, out int first), hasSecond = Take(id, out int second);
                if (hasFirst)
                    Give(id, first);
                if (hasSecond)
                    Give(id, second);
            }
        })).ToList();
        workers.ForEach(static worker => worker.Start());
        workers.ForEach(static worker => worker.Join());

        var left = new List<int>();
        while (_free.TryPop(slots, out int index))
            left.Add(index);
        Assert.Equal(0, doubles);
        Assert.Equal(Enumerable.Range(0, count), left.Order());

        bool Take(int id, out int index)
        {
            if (!_free.TryPop(slots, out index))
                return false;
            if (Interlocked.CompareExchange(ref holders[index], id, 0) != 0)
                Interlocked.Increment(ref doubles);
            return true;
        }

        void Give(int id, int index)
        {
            if (Interlocked.CompareExchange(ref holders[index], 0, id) != id)
                Interlocked.Increment(ref doubles);
            _free.Push(index, slots);
        }
    }

    [Fact]
    public void The_table_grows_under_the_feet_of_its_users_without_moving_a_slot()
    {
        var slots = new HypercallSlots();
        HypercallSlot first = slots[slots.Add()];
        Parallel.For(0, 4, _ =>
        {
            for (int i = 0; i < 1000; i++)
                slots[slots.Add()].Order++;
        });
        first.Order = 5;

        Assert.Equal(4001, slots.Count);
        Assert.Equal(5, slots[0].Order);
        Assert.All(Enumerable.Range(1, 4000), index => Assert.Equal((1, 1u), (slots[index].Order, slots[index].Loan)));
    }
}
