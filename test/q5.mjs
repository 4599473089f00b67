globalThis.__orth=true;
import { sampleNuts, ess, rhat, quantity, derive } from "pml/inference";
import { Random } from "pml/random";
import { examPosterior } from "./dist/inference/targets/exam-posterior.js";
const dens=examPosterior();
const s=x=>x.reduce((a,c)=>a+c.reduce((p,q)=>p+q),0);
const N=+process.argv[2]||60;
for (const [name,o] of Object.entries({base:{}})) {
const rows=[];
for(let seed=1;seed<=N;seed++){
 const t=performance.now();
 const run=await sampleNuts(dens,{targetAcceptance:.9,...o},Random.from(seed));
 const ms=performance.now()-t;
 const l=derive(run,p=>Math.exp(p[0])),v=derive(run,p=>Math.exp(p[1]));
 rows.push([ms,rhat(l),rhat(v),ess(l),ess(l,"tail"),ess(v),ess(v,"tail"),s(run.statistics.divergent),s(run.statistics.leapfrogSteps)/4000, s(run.statistics.acceptance)/4000, run.adapted.map(a=>a.stepSize).reduce((a,b)=>a+b)/4,...run.adapted.map(a=>a.stepSize)]);
}
const med=i=>{const x=rows.map(r=>r[i]).sort((a,b)=>a-b);return (x[Math.floor((N-1)/2)]+x[Math.ceil((N-1)/2)])/2};
const mean=i=>rows.reduce((a,r)=>a+r[i],0)/N;
console.log(name,"median",[0,1,2,3,4,5,6,7,8,9,10].map(i=>+med(i).toPrecision(4)).join("\t"),"meandiv",mean(7),"frac0",rows.filter(r=>r[7]==0).length/N);
}
