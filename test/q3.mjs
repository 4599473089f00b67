import { sampleNuts, ess, rhat, quantity, derive } from "pml/inference";
import { Random } from "pml/random";
import { examPosterior } from "./dist/inference/targets/exam-posterior.js";
const inner=examPosterior();
// fixed scaling to unit variance
const sc=[.706,.699];
const dens={dimension:2,logDensityAndGradient(q,g){const p=Float64Array.of(q[0]*sc[0]-1.38,q[1]*sc[1]+1.255);const v=inner.logDensityAndGradient(p,g);g[0]*=sc[0];g[1]*=sc[1];return v}};
const s=x=>x.reduce((a,c)=>a+c.reduce((p,q)=>p+q),0);
for (const eps of [.15,.2,.25,.3,.35,.4,.45,.5,.55,.6,.7]) {
 const run=await sampleNuts(dens,{warmup:0,stepSize:eps,draws:40000},Random.from(1));
 const l=quantity(run,0),v=quantity(run,1);
 console.log(eps,[ess(l),ess(l,"tail"),ess(v),ess(v,"tail")].map(x=>(x/40).toFixed(0)).join("\t"),"div per 4000",s(run.statistics.divergent)/40,s(run.statistics.leapfrogSteps)/160000,s(run.statistics.acceptance)/160000);
}
