// One behaviour per case, as authors wrote them: Given/*.case is C#, in its original form.

namespace RustKernel.ParityProgram;

internal static class GivenCases
{
    internal static void Run(Table table)
    {
        table.Case("given anon", C_anon.Run);
        table.Case("given arraycopy", C_arraycopy.Run);
        table.Case("given arrcov", C_arrcov.Run);
        table.Case("given asyncdisp", C_asyncdisp.Run);
        table.Case("given asynclocal", C_asynclocal.Run);
        table.Case("given bigarray", C_bigarray.Run);
        table.Case("given bigint", C_bigint.Run);
        table.Case("given bitconv", C_bitconv.Run);
        table.Case("given cancel", C_cancel.Run);
        table.Case("given castex", C_castex.Run);
        table.Case("given checkedo", C_checkedo.Run);
        table.Case("given collexpr", C_collexpr.Run);
        table.Case("given compfmt", C_compfmt.Run);
        table.Case("given convert", C_convert.Run);
        table.Case("given dblR", C_dblR.Run);
        table.Case("given dblconv", C_dblconv.Run);
        table.Case("given dblgen", C_dblgen.Run);
        table.Case("given dblinterp", C_dblinterp.Run);
        table.Case("given dblmath", C_dblmath.Run);
        table.Case("given dblmod", C_dblmod.Run);
        table.Case("given dblobj", C_dblobj.Run);
        table.Case("given dblparse", C_dblparse.Run);
        table.Case("given dec", C_dec.Run);
        table.Case("given deeprec", C_deeprec.Run);
        table.Case("given deeprec2", C_deeprec2.Run);
        table.Case("given dickeymiss", C_dickeymiss.Run);
        table.Case("given dicmod", C_dicmod.Run);
        table.Case("given dicnull", C_dicnull.Run);
        table.Case("given disposable", C_disposable.Run);
        table.Case("given divmin", C_divmin.Run);
        table.Case("given dtfmt", C_dtfmt.Run);
        table.Case("given dtmath2", C_dtmath2.Run);
        table.Case("given dtparse", C_dtparse.Run);
        table.Case("given enumdict", C_enumdict.Run);
        table.Case("given enumgen", C_enumgen.Run);
        table.Case("given enumobj", C_enumobj.Run);
        table.Case("given events", C_events.Run);
        table.Case("given exawait", C_exawait.Run);

        // The source is the assembly's name, which differs on the host.
        table.Case("given exdata", static () => C_exdata.Run().Replace("RuntimeParity.Tests", "RustKernel.ParityProgram"));
        table.Case("given extostring", C_extostring.Run);
        table.Case("given fin", C_fin.Run);
        table.Case("given floatlist", C_floatlist.Run);
        table.Case("given fmtG", C_fmtG.Run);
        table.Case("given fmtN", C_fmtN.Run);
        table.Case("given genmath", C_genmath.Run);
        table.Case("given guid", C_guid.Run);
        table.Case("given gvm", C_gvm.Run);
        table.Case("given gvmiface", C_gvmiface.Run);
        table.Case("given interlocked", C_interlocked.Run);
        table.Case("given intparse", C_intparse.Run);
        table.Case("given iter", C_iter.Run);
        table.Case("given lazy", C_lazy.Run);
        table.Case("given linkedlist", C_linkedlist.Run);
        table.Case("given linqagg", C_linqagg.Run);
        table.Case("given linqjoin", C_linqjoin.Run);
        table.Case("given linqselmany", C_linqselmany.Run);
        table.Case("given linqzip", C_linqzip.Run);
        table.Case("given list200k", C_list200k.Run);
        table.Case("given listapi", C_listapi.Run);
        table.Case("given listmod", C_listmod.Run);
        table.Case("given lockobj", C_lockobj.Run);
        table.Case("given longmin", C_longmin.Run);
        table.Case("given mdarr", C_mdarr.Run);
        table.Case("given modmin", C_modmin.Run);
        table.Case("given mre", C_mre.Run);
        table.Case("given nre", C_nre.Run);
        table.Case("given recdbl", C_recdbl.Run);
        table.Case("given recenum", C_recenum.Run);
        table.Case("given recstr", C_recstr.Run);
        table.Case("given refl", C_refl.Run);
        table.Case("given regex", C_regex.Run);
        table.Case("given sem", C_sem.Run);
        table.Case("given sha", C_sha.Run);
        table.Case("given sorteddict", C_sorteddict.Run);
        table.Case("given statabs", C_statabs.Run);
        table.Case("given statcycle", C_statcycle.Run);
        table.Case("given strcmp", C_strcmp.Run);
        table.Case("given strcmp2", C_strcmp2.Run);
        table.Case("given strhash", C_strhash.Run);
        table.Case("given strsort", C_strsort.Run);
        table.Case("given sw", C_sw.Run);
        table.Case("given switchpat", C_switchpat.Run);
        table.Case("given threads200", C_threads200.Run);
        table.Case("given threads64", C_threads64.Run);
        table.Case("given threadstatic", C_threadstatic.Run);
        table.Case("given tree", C_tree.Run);
        table.Case("given trimuni", C_trimuni.Run);
        table.Case("given tuple", C_tuple.Run);
        table.Case("given upper", C_upper.Run);
        table.Case("given utf8", C_utf8.Run);
        table.Case("given valuetask", C_valuetask.Run);
        table.Case("given weak", C_weak.Run);
        table.Case("given whenall", C_whenall.Run);
        table.Case("given whenany", C_whenany.Run);
        table.Case("given statthrow", C_statthrow.Run);
        C_nullable.Run(table);
        C_nullable_unbox.Run(table);
    }
}
